/*
 * Node-API and nothing else: arguments in, results out, calls into the script.
 *
 * Functions that can fail for a reason of the system's return libuv's negative error code; a wrong argument, which only
 * a bug in lib/ or misuse of the internals can bring, throws a TypeError.
 *
 * Who owns what:
 *  - addon_t   one for each environment. Freed when both the environment (its instance data's finalizer) and the core's
 *              loop (`closed`) have let go of it.
 *  - record_t  one for each owner of a socket; freed by that object's finalizer and nowhere else. It loses its
 *              udp_socket_t and its number when that closes, which may be long before.
 *  - references to script objects belong to the addon_t or record_t that names them; all are gone before the loop is.
 */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "udp.h"

/* Received messages are carved out of slabs of this size; one that takes more than half of it gets memory of its own.
 * So a message that is kept keeps at most this much alive. */
#define SLAB_SIZE 8192

/* The functions that start() is given. */
enum { ON_BOUND, ON_MESSAGE, ON_RECEIVE_FAILED, ON_SENT, ON_REFUSED, ON_RESOLVED, ON_UNREACHABLE, FUNCTIONS };
static const char* const function_names[FUNCTIONS] = {
    [ON_BOUND] = "bound",     [ON_MESSAGE] = "message",   [ON_RECEIVE_FAILED] = "receiveFailed", [ON_SENT] = "sent",
    [ON_REFUSED] = "refused", [ON_RESOLVED] = "resolved", [ON_UNREACHABLE] = "unreachable"};

/* Bytes for an IPv4 literal and for a name: longer ones are neither. */
#define LITERAL_ROOM 17
#define NAME_ROOM 1025

typedef struct record record_t;

/* Open sockets by number, which is what the script's side knows them by. No object comes back in as a socket, so none
 * can be taken for another; and to unwrap one each time would cost as much as all the rest of a send.
 *
 * A number is an index into the table and, above it, how often that place was used before: so the number of a closed
 * socket is never that of another. A place that was used as often as can be told is not used again. */
#define INDEX_BITS 19
#define INDEX_MAX ((UINT32_C(1) << INDEX_BITS) - 1)
#define GENERATION_MAX 4095 /* so that a number has 31 bits: V8 keeps those without memory of their own */

typedef struct {
  record_t* record;    /* NULL where the place is free */
  uint32_t next_free;  /* then: the next free place, or the table's size */
  uint32_t generation; /* how often it was used before */
} place_t;

typedef struct {
  napi_env env;
  udp_loop_t* loop; /* NULL once closing */
  int users;        /* the environment, the loop */
  napi_async_cleanup_hook_handle hook;
  napi_async_context context;
  napi_ref receiver; /* the `this` of functions that are not about one socket */
  napi_ref functions[FUNCTIONS];
  napi_ref slab; /* the ArrayBuffer that messages are carved from, or NULL */
  size_t slab_used;
  place_t* places; /* owned */
  uint32_t place_count;
  uint32_t first_free;
} addon_t;

struct record {
  addon_t* addon;
  udp_socket_t* socket; /* NULL once closed */
  napi_ref self;        /* to the owner; strong while the socket is bound or about to be: then it is not garbage */
  bool held;
  uint32_t number; /* of its place, while the socket is open */
};

/* --- small helpers --- */

static bool ok(napi_status status) {
  return status == napi_ok;
}

static napi_value fail(napi_env env, const char* message) {
  bool pending = false;
  if (ok(napi_is_exception_pending(env, &pending)) && !pending) napi_throw_type_error(env, NULL, message);
  return NULL;
}

static napi_value number(napi_env env, double value) {
  napi_value result;
  return ok(napi_create_double(env, value, &result)) ? result : NULL;
}

static napi_ref new_reference(addon_t* addon, napi_value value) {
  napi_ref reference = NULL;
  if (!ok(napi_create_reference(addon->env, value, 1, &reference))) return NULL;
  udp_count_reference(addon->loop, true);
  return reference;
}

static void drop_reference(addon_t* addon, napi_ref* reference) {
  if (*reference == NULL) return;
  if (ok(napi_delete_reference(addon->env, *reference))) udp_count_reference(addon->loop, false);
  *reference = NULL;
}

static napi_value value_of(addon_t* addon, napi_ref reference) {
  napi_value value = NULL;
  if (reference == NULL || !ok(napi_get_reference_value(addon->env, reference, &value))) return NULL;
  return value;
}

static void release(addon_t* addon) {
  if (--addon->users != 0) return;
  free(addon->places);
  free(addon);
}

static bool take_place(addon_t* addon, record_t* record) {
  if (addon->first_free == addon->place_count) {
    uint32_t count = addon->place_count == 0 ? 16 : addon->place_count * 2;
    if (count > INDEX_MAX + 1) return false;
    place_t* places = realloc(addon->places, count * sizeof(*places));
    if (places == NULL) return false;
    for (uint32_t i = addon->place_count; i < count; i++) places[i] = (place_t){.next_free = i + 1};
    addon->places = places;
    addon->place_count = count;
  }
  uint32_t index = addon->first_free;
  place_t* place = &addon->places[index];
  record->number = place->generation << INDEX_BITS | index;
  addon->first_free = place->next_free;
  place->record = record;
  return true;
}

static void give_place_back(addon_t* addon, record_t* record) {
  uint32_t index = record->number & INDEX_MAX;
  place_t* place = &addon->places[index];
  place->record = NULL;
  if (place->generation == GENERATION_MAX) return;
  place->generation++;
  place->next_free = addon->first_free;
  addon->first_free = index;
}

static bool is_type(napi_env env, napi_value value, napi_valuetype wanted) {
  napi_valuetype type;
  return ok(napi_typeof(env, value, &type)) && type == wanted;
}

/* Reads the arguments of a call, the missing ones as undefined, and the addon. NULL with an exception pending when that
 * cannot be, also once the environment is closing. */
static addon_t* enter(napi_env env, napi_callback_info info, size_t count, napi_value* arguments) {
  addon_t* addon = NULL;
  if (!ok(napi_get_cb_info(env, info, &count, arguments, NULL, NULL)) ||
      !ok(napi_get_instance_data(env, (void**)&addon)) || addon == NULL || addon->loop == NULL) {
    fail(env, "The environment is closing");
    return NULL;
  }
  return addon;
}

static bool get_uint32(napi_env env, napi_value value, uint32_t* out) {
  double wide;
  if (!ok(napi_get_value_double(env, value, &wide)) || !(wide >= 0 && wide <= UINT32_MAX)) {
    fail(env, "Expected a number from 0 to 4294967295");
    return false;
  }
  *out = (uint32_t)wide;
  return true;
}

/* The record of an open socket in *out, NULL for a number that is none. False with an exception pending for what is no
 * number. */
static bool get_record(addon_t* addon, napi_value value, record_t** out) {
  uint32_t number;
  if (!get_uint32(addon->env, value, &number)) return false;
  uint32_t index = number & INDEX_MAX;
  record_t* record = index < addon->place_count ? addon->places[index].record : NULL;
  *out = record != NULL && record->number == number ? record : NULL;
  return true;
}

static bool get_address(napi_env env, napi_value ip, napi_value port, udp_address_t* out) {
  uint32_t wide_port;
  if (!get_uint32(env, ip, &out->ip) || !get_uint32(env, port, &wide_port)) return false;
  if (wide_port > UINT16_MAX) {
    fail(env, "The port must be from 0 to 65535");
    return false;
  }
  out->port = (uint16_t)wide_port;
  return true;
}

/* Copies a string with its NUL into `text`. What does not fit, or has a NUL in it, comes out empty, which no name or
 * address is. False with an exception pending when it is no string. */
static bool get_text(napi_env env, napi_value value, char* text, size_t room) {
  size_t size;
  if (!ok(napi_get_value_string_utf8(env, value, NULL, 0, &size)) ||
      !ok(napi_get_value_string_utf8(env, value, text, room, NULL))) {
    fail(env, "Expected a string");
    return false;
  }
  if (strlen(text) != size) text[0] = '\0';
  return true;
}

/* --- calls into the script --- */

/*
 * Calls a function of the script's side and sees to it that ticks and promise jobs run after it, also when it threw:
 * napi_make_callback leaves them out then, and a callback scope opened and closed makes up for it. Returns false once
 * the environment can run no more script.
 */
static bool call(addon_t* addon, int which, napi_value receiver, size_t count, const napi_value* arguments) {
  napi_env env = addon->env;
  if (receiver == NULL) return true; /* an owner that is garbage: nobody to tell */
  napi_value function = value_of(addon, addon->functions[which]);
  if (function == NULL) return false;
  napi_status status = napi_make_callback(env, addon->context, receiver, function, count, arguments, NULL);
  if (ok(status)) return true;
  if (status != napi_pending_exception) return false;

  napi_value exception;
  if (!ok(napi_get_and_clear_last_exception(env, &exception)) || !ok(napi_fatal_exception(env, exception))) {
    return false;
  }
  napi_callback_scope scope;
  return ok(napi_open_callback_scope(env, receiver, addon->context, &scope)) &&
         ok(napi_close_callback_scope(env, scope));
}

/* Keeps the owner of a socket from being collected, or no longer does. Returns false where it has been collected
 * already and its finalizer has not run yet. */
static bool hold(record_t* record, bool held) {
  addon_t* addon = record->addon;
  if (record->held == held) return true;
  uint32_t count = 0;
  napi_status status = held ? napi_reference_ref(addon->env, record->self, &count)
                            : napi_reference_unref(addon->env, record->self, &count);
  if (!ok(status) || (held && count == 0)) return false;
  record->held = held;
  udp_count_reference(addon->loop, held);
  return true;
}

/* A place for `size` bytes that the script may keep: an ArrayBuffer and an offset into it. The memory is asked for
 * again each time, since the script can detach it. */
static bool carve(addon_t* addon, size_t size, napi_value* buffer, size_t* offset, uint8_t** bytes) {
  napi_env env = addon->env;
  void* data;
  if (size > SLAB_SIZE / 2) {
    if (!ok(napi_create_arraybuffer(env, size, &data, buffer))) return false;
    *offset = 0;
    *bytes = data;
    return true;
  }

  size_t length = 0;
  *buffer = value_of(addon, addon->slab);
  if (*buffer != NULL && !ok(napi_get_arraybuffer_info(env, *buffer, &data, &length))) return false;
  if (*buffer == NULL || length == 0 || length < addon->slab_used + size) {
    drop_reference(addon, &addon->slab);
    if (!ok(napi_create_arraybuffer(env, SLAB_SIZE, &data, buffer))) return false;
    addon->slab = new_reference(addon, *buffer);
    if (addon->slab == NULL) return false;
    addon->slab_used = 0;
  }
  *offset = addon->slab_used;
  *bytes = (uint8_t*)data + *offset;
  /* Rounded up, so that every message starts where any type may. */
  addon->slab_used += (size + 7) & ~(size_t)7;
  return true;
}

/* The same with numbers for arguments, of which there are four at most. */
static bool call_with_numbers(addon_t* addon, int which, napi_ref receiver, size_t count, const double* numbers) {
  napi_env env = addon->env;
  napi_handle_scope scope;
  if (!ok(napi_open_handle_scope(env, &scope))) return false;
  napi_value arguments[4];
  bool made = true;
  for (size_t i = 0; i < count && made; i++) made = ok(napi_create_double(env, numbers[i], &arguments[i]));
  bool running = made && call(addon, which, value_of(addon, receiver), count, arguments);
  return ok(napi_close_handle_scope(env, scope)) && running;
}

static bool on_receive_failed(void* owner, int error) {
  record_t* record = owner;
  return call_with_numbers(record->addon, ON_RECEIVE_FAILED, record->self, 1, (double[]){error});
}

static bool on_bound(void* owner, int error, udp_address_t address) {
  record_t* record = owner;
  addon_t* addon = record->addon;
  napi_handle_scope scope;
  if (!ok(napi_open_handle_scope(addon->env, &scope))) return false;
  /* Within this scope the Socket is safe, and may become garbage after it. */
  napi_value object = value_of(addon, record->self);
  if (error != 0) hold(record, false);
  napi_value arguments[2];
  bool running = ok(napi_create_int32(addon->env, error, &arguments[0])) &&
                 ok(napi_create_uint32(addon->env, address.ip, &arguments[1])) &&
                 call(addon, ON_BOUND, object, 2, arguments);
  return ok(napi_close_handle_scope(addon->env, scope)) && running;
}

static bool on_sent(void* context, uint32_t id, int error, size_t size) {
  addon_t* addon = context;
  return call_with_numbers(addon, ON_SENT, addon->receiver, 3, (double[]){id, error, (double)size});
}

static bool on_refused(void* owner, uint32_t count, int error, udp_address_t to) {
  record_t* record = owner;
  return call_with_numbers(record->addon, ON_REFUSED, record->self, 4, (double[]){count, error, to.ip, to.port});
}

static bool on_resolved(void* context, uint32_t id, int error, uint32_t ip) {
  addon_t* addon = context;
  return call_with_numbers(addon, ON_RESOLVED, addon->receiver, 3, (double[]){id, error, ip});
}

static bool on_unreachable(void* owner, int error, udp_address_t to) {
  record_t* record = owner;
  return call_with_numbers(record->addon, ON_UNREACHABLE, record->self, 3, (double[]){error, to.ip, to.port});
}

static bool on_message(void* owner, const uint8_t* bytes, size_t size, udp_address_t from) {
  record_t* record = owner;
  addon_t* addon = record->addon;
  napi_env env = addon->env;
  napi_handle_scope scope;
  if (!ok(napi_open_handle_scope(env, &scope))) return false;

  napi_value arguments[5];
  size_t offset;
  uint8_t* room;
  bool running;
  if (carve(addon, size, &arguments[0], &offset, &room) &&
      ok(napi_create_uint32(env, (uint32_t)offset, &arguments[1])) &&
      ok(napi_create_uint32(env, (uint32_t)size, &arguments[2])) &&
      ok(napi_create_uint32(env, from.ip, &arguments[3])) && ok(napi_create_uint32(env, from.port, &arguments[4]))) {
    if (size != 0) memcpy(room, bytes, size);
    running = call(addon, ON_MESSAGE, value_of(addon, record->self), 5, arguments);
  } else {
    /* No memory for it: the script is told instead of being given nothing. */
    napi_value ignored;
    napi_get_and_clear_last_exception(env, &ignored);
    running = on_receive_failed(owner, UV_ENOMEM);
  }
  return ok(napi_close_handle_scope(env, scope)) && running;
}

/* --- sockets --- */

/* The socket is closed: the record forgets it. */
static void forget_socket(record_t* record) {
  hold(record, false);
  give_place_back(record->addon, record);
  record->socket = NULL;
}

static void on_detached(void* owner) {
  forget_socket(owner);
}

static void finalize_record(napi_env env, void* data, void* hint) {
  (void)hint;
  record_t* record = data;
  /* Nobody can reach the Socket. One that is bound is held, so this one has nothing queued. */
  if (record->socket != NULL) {
    udp_socket_close(record->socket, NULL, NULL);
    forget_socket(record);
  }
  napi_delete_reference(env, record->self);
  free(record);
}

/* open(object) -> the number of a new unbound UDP socket, or an error code. The socket lives until close(), or until
 * the object is garbage while the socket is not bound. */
static napi_value open_socket(napi_env env, napi_callback_info info) {
  napi_value object;
  addon_t* addon = enter(env, info, 1, &object);
  if (addon == NULL) return NULL;
  if (addon->receiver == NULL) return fail(env, "start() comes first");
  if (!is_type(env, object, napi_object)) return fail(env, "Expected an object");
  record_t* record = calloc(1, sizeof(*record));
  if (record == NULL) return number(env, UV_ENOMEM);
  record->addon = addon;
  if (!ok(napi_add_finalizer(env, object, record, finalize_record, NULL, &record->self))) {
    free(record);
    return number(env, UV_ENOMEM);
  }
  if (!take_place(addon, record)) return number(env, UV_ENOMEM);
  int error = udp_socket_open(addon->loop, record, &record->socket);
  if (error == 0) return number(env, record->number);
  give_place_back(addon, record);
  return number(env, error);
}

/* reopen(number) -> error code. Puts a new unbound socket in place of one that could not be bound. */
static napi_value reopen_socket(napi_env env, napi_callback_info info) {
  napi_value argument;
  record_t* record;
  udp_socket_t* fresh;
  addon_t* addon = enter(env, info, 1, &argument);
  if (addon == NULL || !get_record(addon, argument, &record)) return NULL;
  if (record == NULL) return number(env, UV_EBADF);
  if (record->held) return number(env, UV_EALREADY);
  int error = udp_socket_open(addon->loop, record, &fresh);
  if (error != 0) return number(env, error);
  udp_socket_close(record->socket, NULL, NULL);
  record->socket = fresh;
  return number(env, 0);
}

/* bind(number, ip, port, reuseAddress) -> error code. `bound` tells what became of it; messages are delivered from then
 * on, until close(). */
static napi_value bind_socket(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  record_t* record;
  udp_address_t address;
  bool reuse;
  addon_t* addon = enter(env, info, 4, arguments);
  if (addon == NULL || !get_record(addon, arguments[0], &record) ||
      !get_address(env, arguments[1], arguments[2], &address)) {
    return NULL;
  }
  if (!ok(napi_get_value_bool(env, arguments[3], &reuse))) return fail(env, "Expected a boolean");
  if (record == NULL) return number(env, UV_EBADF);
  if (record->held) return number(env, UV_EALREADY);
  if (!hold(record, true)) return number(env, UV_EBADF);
  int error = udp_socket_bind(record->socket, address, reuse);
  if (error != 0) hold(record, false);
  return number(env, error);
}

/* address(number) -> [ip, port], or an error code */
static napi_value address_of_socket(napi_env env, napi_callback_info info) {
  napi_value argument;
  record_t* record;
  udp_address_t address;
  addon_t* addon = enter(env, info, 1, &argument);
  if (addon == NULL || !get_record(addon, argument, &record)) return NULL;
  int error = record == NULL ? UV_EBADF : udp_socket_address(record->socket, &address);
  if (error != 0) return number(env, error);
  napi_value pair, ip, port;
  if (!ok(napi_create_array_with_length(env, 2, &pair)) || !ok(napi_create_uint32(env, address.ip, &ip)) ||
      !ok(napi_create_uint32(env, address.port, &port)) || !ok(napi_set_element(env, pair, 0, ip)) ||
      !ok(napi_set_element(env, pair, 1, port))) {
    return fail(env, "Out of memory");
  }
  return pair;
}

/* setOption(number, option, value) -> error code; the options are the numbers of udp_option_t */
static napi_value set_option(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  record_t* record;
  uint32_t option;
  int32_t value;
  addon_t* addon = enter(env, info, 3, arguments);
  if (addon == NULL || !get_record(addon, arguments[0], &record) || !get_uint32(env, arguments[1], &option)) {
    return NULL;
  }
  if (!ok(napi_get_value_int32(env, arguments[2], &value))) return fail(env, "Expected a number");
  if (record == NULL) return number(env, UV_EBADF);
  return number(env, udp_socket_set_option(record->socket, (udp_option_t)option, value));
}

/* setMembership(number, group, interface or null, join) -> error code */
static napi_value set_membership(napi_env env, napi_callback_info info) {
  napi_value arguments[4];
  record_t* record;
  bool join;
  addon_t* addon = enter(env, info, 4, arguments);
  if (addon == NULL || !get_record(addon, arguments[0], &record)) return NULL;
  if (!ok(napi_get_value_bool(env, arguments[3], &join))) return fail(env, "Expected a boolean");
  bool any = is_type(env, arguments[2], napi_null);
  char group[LITERAL_ROOM], interface_address[LITERAL_ROOM];
  if (!get_text(env, arguments[1], group, sizeof(group))) return NULL;
  if (!any && !get_text(env, arguments[2], interface_address, sizeof(interface_address))) return NULL;
  if (record == NULL) return number(env, UV_EBADF);
  return number(env, udp_socket_set_membership(record->socket, group, any ? NULL : interface_address,
                                               join ? UV_JOIN_GROUP : UV_LEAVE_GROUP));
}

/* What a send carries: all of a string, or a part of a buffer. */
typedef struct {
  bool is_string;
  const uint8_t* bytes; /* of the buffer; valid during this call only */
  size_t size;
} payload_t;

static bool get_payload(napi_env env, const napi_value* data_begin_end, payload_t* out) {
  out->is_string = is_type(env, data_begin_end[0], napi_string);
  if (out->is_string) return ok(napi_get_value_string_utf8(env, data_begin_end[0], NULL, 0, &out->size));

  bool is_buffer = false;
  void* bytes;
  size_t length;
  uint32_t begin, end;
  if (!ok(napi_is_buffer(env, data_begin_end[0], &is_buffer)) || !is_buffer ||
      !ok(napi_get_buffer_info(env, data_begin_end[0], &bytes, &length))) {
    fail(env, "The message must be a string or a buffer");
    return false;
  }
  if (!get_uint32(env, data_begin_end[1], &begin) || !get_uint32(env, data_begin_end[2], &end)) return false;
  /* A buffer may have been shortened since its length was read. */
  if (end > length) end = (uint32_t)length;
  if (begin > end) begin = end;
  out->bytes = (const uint8_t*)bytes + begin;
  out->size = end - begin;
  return true;
}

/* send(number, id, message, begin, end, ip, port) -> error code. Takes the bytes now; begin and end are of a buffer. */
static napi_value send_on_socket(napi_env env, napi_callback_info info) {
  napi_value arguments[7];
  record_t* record;
  uint32_t id;
  udp_address_t to;
  payload_t payload;
  addon_t* addon = enter(env, info, 7, arguments);
  if (addon == NULL) return NULL;
  if (!get_record(addon, arguments[0], &record) || !get_uint32(env, arguments[1], &id) ||
      !get_address(env, arguments[5], arguments[6], &to) || !get_payload(env, &arguments[2], &payload)) {
    return NULL;
  }
  if (record == NULL) return number(env, UV_EBADF);

  udp_datagram_t* datagram = udp_datagram_new(addon->loop, payload.size);
  if (datagram == NULL) return number(env, UV_ENOMEM);
  if (payload.size <= UDP_DATAGRAM_MAX && payload.size != 0) {
    uint8_t* bytes = udp_datagram_bytes(datagram);
    if (!payload.is_string) {
      memcpy(bytes, payload.bytes, payload.size);
    } else if (!ok(napi_get_value_string_utf8(env, arguments[2], (char*)bytes, payload.size + 1, NULL))) {
      udp_datagram_free(addon->loop, datagram);
      return fail(env, "The message could not be read");
    }
  }
  udp_socket_send(record->socket, datagram, id, to);
  return number(env, 0);
}

/* withhold(number, id, size) -> error code. A send whose datagram is not given to the system. */
static napi_value withhold_on_socket(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  record_t* record;
  uint32_t id, size;
  addon_t* addon = enter(env, info, 3, arguments);
  if (addon == NULL || !get_record(addon, arguments[0], &record) || !get_uint32(env, arguments[1], &id) ||
      !get_uint32(env, arguments[2], &size)) {
    return NULL;
  }
  return number(env, record == NULL ? UV_EBADF : udp_socket_withhold(record->socket, size, id));
}

typedef struct {
  napi_env env;
  napi_value list; /* made for the first one */
  uint32_t length;
} dropped_list_t;

/* Defines the element instead of setting it: that runs no setter which a script has put on Array.prototype, and the id
 * is in the list. */
static void list_dropped(void* context, uint32_t id) {
  dropped_list_t* dropped = context;
  napi_env env = dropped->env;
  napi_property_descriptor element = {.attributes = napi_default_jsproperty};
  napi_value index;
  if (dropped->list == NULL && !ok(napi_create_array(env, &dropped->list))) return;
  if (ok(napi_create_uint32(env, dropped->length, &index)) && ok(napi_coerce_to_string(env, index, &element.name)) &&
      ok(napi_create_uint32(env, id, &element.value)) && ok(napi_define_properties(env, dropped->list, 1, &element))) {
    dropped->length++;
  }
}

/* close(number) -> the ids of the messages that had not left, 0 for those without one; undefined where all had. */
static napi_value close_socket(napi_env env, napi_callback_info info) {
  napi_value argument;
  record_t* record;
  addon_t* addon = enter(env, info, 1, &argument);
  if (addon == NULL || !get_record(addon, argument, &record) || record == NULL) return NULL;
  udp_socket_t* socket = record->socket;
  forget_socket(record);
  dropped_list_t dropped = {.env = env};
  udp_socket_close(socket, list_dropped, &dropped);
  return dropped.list;
}

/* --- what is not about one socket --- */

/* lookup(name, id) -> error code. `resolved` tells what became of it. */
static napi_value lookup(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  uint32_t id;
  addon_t* addon = enter(env, info, 2, arguments);
  if (addon == NULL || !get_uint32(env, arguments[1], &id)) return NULL;
  if (addon->receiver == NULL) return fail(env, "start() comes first");
  char name[NAME_ROOM];
  if (!get_text(env, arguments[0], name, sizeof(name))) return NULL;
  return number(env, name[0] == '\0' ? UV_EAI_NONAME : udp_lookup_start(addon->loop, name, id));
}

/* parseIp(text) -> the address of an IPv4 literal as a number, -1 for any other text */
static napi_value parse_ip(napi_env env, napi_callback_info info) {
  napi_value argument;
  if (enter(env, info, 1, &argument) == NULL) return NULL;
  char text[LITERAL_ROOM];
  uint32_t ip;
  if (!get_text(env, argument, text, sizeof(text))) return NULL;
  return number(env, udp_parse_ip(text, &ip) ? (double)ip : -1);
}

/* describeError(code) -> [name, text], as the system calls it */
static napi_value describe_error(napi_env env, napi_callback_info info) {
  napi_value argument, pair, name, text;
  int32_t error;
  char name_buffer[64], text_buffer[256];
  if (enter(env, info, 1, &argument) == NULL) return NULL;
  if (!ok(napi_get_value_int32(env, argument, &error))) return fail(env, "Expected a number");
  if (!ok(napi_create_array_with_length(env, 2, &pair)) ||
      !ok(napi_create_string_utf8(env, uv_err_name_r(error, name_buffer, sizeof(name_buffer)), NAPI_AUTO_LENGTH,
                                  &name)) ||
      !ok(napi_create_string_utf8(env, uv_strerror_r(error, text_buffer, sizeof(text_buffer)), NAPI_AUTO_LENGTH,
                                  &text)) ||
      !ok(napi_set_element(env, pair, 0, name)) || !ok(napi_set_element(env, pair, 1, text))) {
    return fail(env, "Out of memory");
  }
  return pair;
}

/* firstTime(number) -> whether it is, in this process with all its workers; below WARNINGS_MAX */
static napi_value first_time(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  uint32_t which;
  if (enter(env, info, 1, &argument) == NULL || !get_uint32(env, argument, &which)) return NULL;
  if (which >= UDP_WARNINGS_MAX) return fail(env, "The number must be less than WARNINGS_MAX");
  return ok(napi_get_boolean(env, udp_first_time(which), &result)) ? result : NULL;
}

static bool add_count(napi_env env, napi_value object, const char* name, udp_count_t count) {
  napi_value entry, opened, freed;
  return ok(napi_create_object(env, &entry)) && ok(napi_create_int64(env, (int64_t)count.opened, &opened)) &&
         ok(napi_create_int64(env, (int64_t)count.freed, &freed)) &&
         ok(napi_set_named_property(env, entry, "opened", opened)) &&
         ok(napi_set_named_property(env, entry, "freed", freed)) &&
         ok(napi_set_named_property(env, object, name, entry));
}

/* counters() -> what this environment, and those that have ended, opened and freed */
static napi_value read_counters(napi_env env, napi_callback_info info) {
  napi_value result;
  udp_counters_t counters;
  addon_t* addon = enter(env, info, 0, NULL);
  if (addon == NULL) return NULL;
  udp_counters_read(addon->loop, &counters);
  if (!ok(napi_create_object(env, &result)) || !add_count(env, result, "loops", counters.loops) ||
      !add_count(env, result, "sockets", counters.sockets) ||
      !add_count(env, result, "datagrams", counters.datagrams) ||
      !add_count(env, result, "lookups", counters.lookups) ||
      !add_count(env, result, "references", counters.references)) {
    return fail(env, "Out of memory");
  }
  return result;
}

/* start(functions, segmentation, busyPoll) -> functions. An object with a function for each name in `callbacks`, a
 * number of udp_segmentation_t, and microseconds; before anything else. Called again, it returns the first object and
 * does nothing. */
static napi_value start(napi_env env, napi_callback_info info) {
  napi_value arguments[3], functions[FUNCTIONS];
  uint32_t segmentation, busy_poll;
  addon_t* addon = enter(env, info, 3, arguments);
  if (addon == NULL) return NULL;
  napi_value argument = arguments[0];
  if (addon->receiver != NULL) return value_of(addon, addon->receiver);
  if (!is_type(env, argument, napi_object)) return fail(env, "Expected an object");
  for (int i = 0; i < FUNCTIONS; i++) {
    if (!ok(napi_get_named_property(env, argument, function_names[i], &functions[i])) ||
        !is_type(env, functions[i], napi_function)) {
      return fail(env, "Expected a function for each name in callbacks");
    }
  }
  if (!get_uint32(env, arguments[1], &segmentation) || !get_uint32(env, arguments[2], &busy_poll)) return NULL;
  if (segmentation > UDP_SEGMENT_OFF) return fail(env, "The segmentation must be from 0 to 2");
  /* Reading a property may have called a getter, and that start(). */
  if (addon->receiver != NULL) return value_of(addon, addon->receiver);
  for (int i = 0; i < FUNCTIONS; i++) addon->functions[i] = new_reference(addon, functions[i]);
  addon->receiver = new_reference(addon, argument);
  for (int i = 0; i < FUNCTIONS; i++) {
    if (addon->functions[i] == NULL) drop_reference(addon, &addon->receiver);
  }
  if (addon->receiver == NULL) {
    for (int i = 0; i < FUNCTIONS; i++) drop_reference(addon, &addon->functions[i]);
    return fail(env, "Out of memory");
  }
  udp_loop_set_segmentation(addon->loop, (udp_segmentation_t)segmentation);
  udp_loop_set_busy_poll(addon->loop, busy_poll);
  return argument;
}

/* uncaught(error): reports an exception that nothing catches, in the async context that is current. */
static napi_value report_uncaught(napi_env env, napi_callback_info info) {
  napi_value error;
  if (enter(env, info, 1, &error) == NULL) return NULL;
  /* Fails where the environment can run no more script: then nobody is left to tell. */
  napi_fatal_exception(env, error);
  return NULL;
}

#ifdef UDP_SANITIZE_PROBE
/* overflow(): writes behind a block of memory, for the test that sees the sanitizer catch it. */
static napi_value overflow(napi_env env, napi_callback_info info) {
  (void)info;
  /* The pointer is volatile so that the compiler does not know the size and find the mistake before the sanitizer does;
   * what it points at, so that the write stays. */
  volatile char* volatile block = malloc(8);
  if (block == NULL) return fail(env, "Out of memory");
  block[8] = 1;
  free((void*)block);
  return NULL;
}
#endif

/* --- the environment --- */

static const udp_handlers_t handlers;

/* The environment ends: everything of ours that the loop or the script knows of goes, and then the hook. */
static void on_environment_closing(napi_async_cleanup_hook_handle hook, void* data) {
  (void)hook;
  addon_t* addon = data;
  udp_loop_t* loop = addon->loop;
  drop_reference(addon, &addon->slab);
  for (int i = 0; i < FUNCTIONS; i++) drop_reference(addon, &addon->functions[i]);
  drop_reference(addon, &addon->receiver);
  napi_async_destroy(addon->env, addon->context);
  udp_loop_close(loop); /* detaches the records, which count references: the loop is forgotten after that */
  addon->loop = NULL;
}

static void on_loop_closed(void* context) {
  addon_t* addon = context;
  addon->loop = NULL;
  if (addon->hook != NULL) napi_remove_async_cleanup_hook(addon->hook);
  release(addon);
}

static const udp_handlers_t handlers = {
    .bound = on_bound,
    .message = on_message,
    .receive_failed = on_receive_failed,
    .sent = on_sent,
    .refused = on_refused,
    .resolved = on_resolved,
    .unreachable = on_unreachable,
    .detached = on_detached,
    .closed = on_loop_closed,
};

static void finalize_addon(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  release(data);
}

static bool define_constant(napi_env env, napi_value object, const char* name, uint32_t value) {
  napi_value constant;
  return ok(napi_create_uint32(env, value, &constant)) && ok(napi_set_named_property(env, object, name, constant));
}

/* What both sides must know by the same number, and the names of the functions that start() is given. */
static bool define_constants(napi_env env, napi_value exports) {
  napi_value constants, callbacks;
  if (!ok(napi_create_object(env, &constants)) || !ok(napi_create_array(env, &callbacks))) return false;
  for (uint32_t i = 0; i < FUNCTIONS; i++) {
    napi_value name;
    if (!ok(napi_create_string_utf8(env, function_names[i], NAPI_AUTO_LENGTH, &name)) ||
        !ok(napi_set_element(env, callbacks, i, name))) {
      return false;
    }
  }
  return define_constant(env, constants, "BROADCAST", UDP_BROADCAST) &&
         define_constant(env, constants, "TTL", UDP_TTL) &&
         define_constant(env, constants, "MULTICAST_TTL", UDP_MULTICAST_TTL) &&
         define_constant(env, constants, "MULTICAST_LOOPBACK", UDP_MULTICAST_LOOPBACK) &&
         define_constant(env, constants, "TELL_UNREACHABLE", UDP_TELL_UNREACHABLE) &&
         define_constant(env, constants, "SEGMENT_LOOPBACK", UDP_SEGMENT_LOOPBACK) &&
         define_constant(env, constants, "SEGMENT_ALL", UDP_SEGMENT_ALL) &&
         define_constant(env, constants, "SEGMENT_OFF", UDP_SEGMENT_OFF) &&
         define_constant(env, constants, "DATAGRAM_MAX", UDP_DATAGRAM_MAX) &&
         define_constant(env, constants, "WARNINGS_MAX", UDP_WARNINGS_MAX) &&
         ok(napi_set_named_property(env, exports, "constants", constants)) &&
         ok(napi_set_named_property(env, exports, "callbacks", callbacks));
}

static bool define_functions(napi_env env, napi_value exports) {
#define FUNCTION(name, callback) \
  { name, NULL, callback, NULL, NULL, NULL, napi_enumerable, NULL }
  const napi_property_descriptor properties[] = {
      FUNCTION("start", start),
      FUNCTION("open", open_socket),
      FUNCTION("reopen", reopen_socket),
      FUNCTION("bind", bind_socket),
      FUNCTION("address", address_of_socket),
      FUNCTION("setOption", set_option),
      FUNCTION("setMembership", set_membership),
      FUNCTION("send", send_on_socket),
      FUNCTION("withhold", withhold_on_socket),
      FUNCTION("close", close_socket),
      FUNCTION("lookup", lookup),
      FUNCTION("parseIp", parse_ip),
      FUNCTION("describeError", describe_error),
      FUNCTION("firstTime", first_time),
      FUNCTION("uncaught", report_uncaught),
      FUNCTION("counters", read_counters),
#ifdef UDP_SANITIZE_PROBE
      FUNCTION("overflow", overflow),
#endif
  };
#undef FUNCTION
  return ok(napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties));
}

/* Undoes what a failed initialisation did. Closing the loop ends asynchronously and then lets go of the addon. */
static napi_value abandon(addon_t* addon, const char* message) {
  napi_env env = addon->env;
  if (addon->context != NULL) napi_async_destroy(env, addon->context);
  if (addon->loop != NULL) {
    udp_loop_close(addon->loop);
    addon->loop = NULL;
  }
  release(addon);
  return fail(env, message);
}

NAPI_MODULE_INIT() {
  uv_loop_t* uv;
  napi_value name;
  if (!ok(napi_get_uv_event_loop(env, &uv)) ||
      !ok(napi_create_string_utf8(env, "iotjs-dgram", NAPI_AUTO_LENGTH, &name))) {
    return fail(env, "The environment has no event loop");
  }
  addon_t* addon = calloc(1, sizeof(*addon));
  if (addon == NULL) return fail(env, "Out of memory");
  addon->env = env;
  addon->users = 1;
  if (udp_loop_open(uv, &handlers, addon, &addon->loop) != 0) return abandon(addon, "Out of memory");
  addon->users = 2;
  if (!ok(napi_async_init(env, NULL, name, &addon->context))) return abandon(addon, "No async context to be had");
  if (!define_functions(env, exports) || !define_constants(env, exports))
    return abandon(addon, "The exports cannot be defined");
  if (!ok(napi_add_async_cleanup_hook(env, on_environment_closing, addon, &addon->hook))) {
    return abandon(addon, "No cleanup hook to be had");
  }
  if (!ok(napi_set_instance_data(env, addon, finalize_addon, NULL))) {
    napi_remove_async_cleanup_hook(addon->hook);
    addon->hook = NULL;
    return abandon(addon, "The addon's data cannot be attached");
  }
  return exports;
}
