/* Binding and groups: Linux has the rules that the devices have. */
#include "../platform.h"

int udp_platform_bind(udp_socket_t* socket, const struct sockaddr_in* address) {
  return uv_udp_bind(&socket->handle, (const struct sockaddr*)address, socket->reuse_address ? UV_UDP_REUSEADDR : 0);
}

int udp_platform_set_membership(udp_socket_t* socket, const char* group, const char* interface_address,
                                uv_membership membership) {
  return uv_udp_set_membership(&socket->handle, group, interface_address, membership);
}
