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
        'src/address.c',
        'src/binding.c',
        'src/datagram.c',
        'src/due.c',
        'src/flush.c',
        'src/lifetime.c',
        'src/lookup.c',
        'src/loop.c',
        'src/order.c',
        'src/process.c',
        'src/receive.c',
        'src/send.c',
        'src/socket.c',
      ],
      'defines': ['NAPI_VERSION=8'],
      'cflags': ['-std=gnu11', '-Wall', '-Wextra', '-Wshadow', '-Werror=implicit-function-declaration', '-Wstrict-prototypes', '-fvisibility=hidden'],
      'conditions': [
        ['OS=="linux" and portable==0', {
          'sources': ['src/linux/busy_poll.c', 'src/linux/receive.c', 'src/linux/send.c'],
        }, {
          'sources': ['src/portable/receive.c', 'src/portable/send.c'],
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
