{
  # The build, for node-gyp: in a checkout by way of ../binding.gyp, in an installed package by `npm run build`.
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
        'address.c',
        'binding.c',
        'datagram.c',
        'due.c',
        'flush.c',
        'lifetime.c',
        'lookup.c',
        'loop.c',
        'order.c',
        'process.c',
        'receive.c',
        'send.c',
        'socket.c',
      ],
      'defines': ['NAPI_VERSION=8'],
      'cflags': ['-std=gnu11', '-Wall', '-Wextra', '-Wshadow', '-Werror=implicit-function-declaration', '-Wstrict-prototypes', '-fvisibility=hidden'],
      'conditions': [
        ['OS=="linux" and portable==0', {
          'sources': ['linux/busy_poll.c', 'linux/receive.c', 'linux/send.c', 'linux/socket.c', 'linux/unreachable.c'],
        }, {
          'sources': ['portable/receive.c', 'portable/send.c', 'portable/socket.c'],
        }],
        ['OS=="win"', {
          'libraries': ['ws2_32.lib'],
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
