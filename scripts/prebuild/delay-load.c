/*
 * How the binary for Windows finds the functions of Node-API and libuv: in the program of the process, whatever that is
 * called. An import by name would ask for a file node.exe, and load a second one where the program is another.
 *
 * The linker has each imported function of node.exe called through a slot, which at first leads to this helper (the
 * linker's /DELAYLOAD; node-gyp's build has MSVC's helper and a hook for it instead). Two threads may get here at once,
 * for the same function: both write the same address.
 */
#include <windows.h>

/* What MSVC's helper raises; nobody handles it, so it is how the process ends. */
#define PROCEDURE_NOT_FOUND 0xC06D007F

extern const char __ImageBase[]; /* the linker's: where this binary is loaded */

FARPROC WINAPI __delayLoadHelper2(const IMAGE_DELAYLOAD_DESCRIPTOR* library, FARPROC* slot);

FARPROC WINAPI __delayLoadHelper2(const IMAGE_DELAYLOAD_DESCRIPTOR* library, FARPROC* slot) {
  const FARPROC* slots = (const FARPROC*)(__ImageBase + library->ImportAddressTableRVA);
  const IMAGE_THUNK_DATA* names = (const IMAGE_THUNK_DATA*)(__ImageBase + library->ImportNameTableRVA);
  const IMAGE_THUNK_DATA* entry = &names[slot - slots];
  const IMAGE_IMPORT_BY_NAME* name = (const IMAGE_IMPORT_BY_NAME*)(__ImageBase + entry->u1.AddressOfData);
  FARPROC function = GetProcAddress(GetModuleHandleW(NULL), (const char*)name->Name);
  if (function == NULL) RaiseException(PROCEDURE_NOT_FOUND, 0, 0, NULL);
  *slot = function;
  return function;
}
