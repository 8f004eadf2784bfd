/* Binding and groups, where the system has other rules than Linux: docs/platforms.md says which. */
#include "../platform.h"

#ifdef _WIN32
#include <mstcpip.h>

#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

/*
 * Makes the descriptor, which libuv would make with Windows's defaults:
 *  - whoever sets SO_REUSEADDR takes the port of a socket that did not ask for SO_EXCLUSIVEADDRUSE;
 *  - that a datagram did not arrive (its port is closed, its TTL was too small) is an error of the next call.
 */
static int open_descriptor(udp_socket_t* socket) {
  SOCKET descriptor = WSASocketW(AF_INET, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  if (descriptor == INVALID_SOCKET) return uv_translate_sys_error(WSAGetLastError());

  int error = 0;
  const BOOL yes = TRUE;
  if (!socket->reuse_address &&
      setsockopt(descriptor, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (const char*)&yes, sizeof(yes)) != 0) {
    error = uv_translate_sys_error(WSAGetLastError());
  }
  if (error == 0) error = uv_udp_open(&socket->handle, descriptor);
  if (error != 0) {
    closesocket(descriptor);
    return error;
  }
  /* Where a Windows does not know these, libuv leaves such errors out when it receives. */
  BOOL no = FALSE;
  DWORD size;
  WSAIoctl(descriptor, SIO_UDP_CONNRESET, &no, sizeof(no), NULL, 0, &size, NULL, NULL);
  WSAIoctl(descriptor, SIO_UDP_NETRESET, &no, sizeof(no), NULL, 0, &size, NULL, NULL);
  return 0;
}

static int bind_as_there(udp_socket_t* socket, const struct sockaddr_in* address, unsigned flags) {
  uv_os_fd_t descriptor;
  bool is_open = uv_fileno((const uv_handle_t*)&socket->handle, &descriptor) == 0; /* an earlier bind failed */
  int error = is_open ? 0 : open_descriptor(socket);
  if (error == 0) error = uv_udp_bind(&socket->handle, (const struct sockaddr*)address, flags);
  /* Windows has no ports for administrators only: another socket, or Windows itself, keeps this one for itself. */
  return error == UV_EACCES ? UV_EADDRINUSE : error;
}
#else
static int bind_as_there(udp_socket_t* socket, const struct sockaddr_in* address, unsigned flags) {
  return uv_udp_bind(&socket->handle, (const struct sockaddr*)address, flags);
}
#endif

/* macOS refuses datagrams that are larger than the send buffer, which has 9,216 bytes there. */
static void make_room_for_largest(udp_socket_t* socket) {
  int size = 0; /* asks for it */
  if (uv_send_buffer_size((uv_handle_t*)&socket->handle, &size) != 0 || size >= UDP_DATAGRAM_MAX) return;
  size = UDP_DATAGRAM_MAX;
  uv_send_buffer_size((uv_handle_t*)&socket->handle,
                      &size); /* or else the large ones fail, and their senders hear it */
}

/* On Linux, multicast messages of a socket leave by the interface of the address that it is bound to. */
static void send_multicast_from(udp_socket_t* socket, const struct sockaddr_in* address) {
  char text[INET_ADDRSTRLEN];
  if (address->sin_addr.s_addr == htonl(INADDR_ANY)) return;
  if (uv_ip4_name(address, text, sizeof(text)) != 0) return;
  uv_udp_set_multicast_interface(&socket->handle, text); /* not for one that no interface has, such as 127.0.0.2 */
}

int udp_platform_bind(udp_socket_t* socket, const struct sockaddr_in* address) {
  /* A membership has bound it already. Windows's libuv would leave it as it is, and be content. */
  udp_address_t bound;
  if (udp_socket_address(socket, &bound) == 0 && bound.port != 0) return UV_EINVAL;
  int error = bind_as_there(socket, address, socket->reuse_address ? UV_UDP_REUSEADDR : 0);
  if (error != 0) return error;
  make_room_for_largest(socket);
  send_multicast_from(socket, address);
  return 0;
}

/* Whether an interface has this address. Where that cannot be found out, one has it. */
static bool interface_has(uint32_t ip) {
  uv_interface_address_t* all;
  int count;
  if (uv_interface_addresses(&all, &count) != 0) return true;
  bool found = false;
  for (int i = 0; i < count && !found; i++) {
    const struct sockaddr_in* in = &all[i].address.address4;
    found = in->sin_family == AF_INET && udp_address_from(in).ip == ip;
  }
  uv_free_interface_addresses(all, count);
  return found;
}

/* What Linux says where a valid group cannot be joined or left. */
static int membership_error(int error, uv_membership membership, const char* interface_address) {
  if (error != UV_EINVAL && error != UV_EADDRNOTAVAIL) return error;
  uint32_t ip;
  if (interface_address != NULL && !udp_parse_ip(interface_address, &ip)) return error;
  if (membership == UV_LEAVE_GROUP) return UV_EADDRNOTAVAIL; /* it has not joined */
  /* Windows has UV_EINVAL for a group that it has joined already, and Wine for an interface that is not there. */
  bool is_there = error == UV_EINVAL && (interface_address == NULL || interface_has(ip));
  return is_there ? UV_EADDRINUSE : UV_ENODEV;
}

int udp_platform_set_membership(udp_socket_t* socket, const char* group, const char* interface_address,
                                uv_membership membership) {
  int error = uv_udp_set_membership(&socket->handle, group, interface_address, membership);
  uint32_t ip;
  bool is_group = udp_parse_ip(group, &ip) && ip >> 28 == 0xE;
  return is_group ? membership_error(error, membership, interface_address) : error;
}

/* Nothing tells of them: macOS does so for connected sockets only; on Windows it is switched off above. */
int udp_platform_set_tell_unreachable(udp_socket_t* socket, bool on) {
  (void)socket;
  (void)on;
  return 0;
}
