/* IPv4 addresses: as the core has them, as the system has them, and as text. */
#include <string.h>

#include "internal.h"

udp_address_t udp_address_from(const struct sockaddr_in* in) {
  return (udp_address_t){.ip = ntohl(in->sin_addr.s_addr), .port = ntohs(in->sin_port)};
}

void udp_address_to(udp_address_t address, struct sockaddr_in* out) {
  memset(out, 0, sizeof(*out));
  out->sin_family = AF_INET;
  out->sin_addr.s_addr = htonl(address.ip);
  out->sin_port = htons(address.port);
}

bool udp_same_address(const struct sockaddr_in* a, const struct sockaddr_in* b) {
  return a->sin_addr.s_addr == b->sin_addr.s_addr && a->sin_port == b->sin_port;
}

uint32_t udp_hash_address(const struct sockaddr_in* in) {
  return ((in->sin_addr.s_addr ^ ((uint32_t)in->sin_port << 16)) * UINT32_C(2654435769)) >> 16;
}

bool udp_parse_ip(const char* text, uint32_t* ip) {
  struct in_addr in;
  if (uv_inet_pton(AF_INET, text, &in) != 0) return false;
  *ip = ntohl(in.s_addr);
  return true;
}
