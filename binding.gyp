{
  # npm compiles a folder with a file of this name. So a checkout has it, and the package on the registry does not.
  'includes': ['src/binding.gyp'],
}
