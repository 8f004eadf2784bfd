{
  # A target of C alone is linked by the C compiler: node-gyp's makefiles take the C++ one unless told.
  'make_global_settings': [
    ['LINK', '$(CC)'],
  ],
  'variables': {
    'portable%': 0,
    'sanitize%': 0,
  },
  'targets': [
    {
      'target_name': 'iotjs_dgram',
      'sources': [
        'src/binding.c',
        'src/udp_lookup.c',
        'src/udp_loop.c',
        'src/udp_process.c',
        'src/udp_receive.c',
        'src/udp_send.c',
        'src/udp_socket.c',
      ],
      'defines': ['NAPI_VERSION=8'],
      'cflags': ['-std=gnu11', '-Wall', '-Wextra', '-Wshadow', '-Werror=implicit-function-declaration', '-Wstrict-prototypes', '-fvisibility=hidden'],
      'conditions': [
        ['OS=="linux" and portable==0', {
          'sources': ['src/udp_batch_linux_receive.c', 'src/udp_batch_linux_send.c', 'src/udp_busy_poll_linux.c'],
        }, {
          'sources': ['src/udp_batch_portable.c'],
        }],
        ['sanitize==1', {
          'cflags': ['-g', '-O1', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
          'defines': ['UDP_SANITIZE_PROBE'],
          'ldflags': ['-fsanitize=address,undefined'],
        }],
      ],
      'xcode_settings': {'GCC_C_LANGUAGE_STANDARD': 'c11', 'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES'},
      'msvs_settings': {'VCCLCompilerTool': {'AdditionalOptions': ['/std:c11']}},
    },
  ],
}
