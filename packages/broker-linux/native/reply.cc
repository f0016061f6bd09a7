#include "reply.h"

#include <system_error>

namespace authbroker {
namespace {

Failure DecodeError(sd_bus_message* reply) {
  const sd_bus_error* error = sd_bus_message_get_error(reply);
  std::string name = error != nullptr && error->name != nullptr ? error->name : "";
  std::string text = error != nullptr && error->message != nullptr ? error->message : "";
  std::string message = text.empty() ? name : name + ": " + text;
  return {FailureCode::kDbusError, std::move(message), std::move(name)};
}

Failure BadReply(sd_bus_message* reply, std::string message) {
  const char* signature = sd_bus_message_get_signature(reply, 1);
  return {FailureCode::kBadReply, std::move(message), {}, signature != nullptr ? signature : ""};
}

Failure Malformed(sd_bus_message* reply, int error) {
  const std::string cause = std::generic_category().message(-error);
  return BadReply(reply, "The reply is malformed or not valid UTF-8 (" + cause + ").");
}

Outcome DecodeString(sd_bus_message* reply) {
  const char* text = nullptr;
  const int result = sd_bus_message_read_basic(reply, SD_BUS_TYPE_STRING, &text);
  if (result < 0) return Malformed(reply, result);
  return ReplyValue(std::string(text));
}

Outcome DecodeStrings(sd_bus_message* reply) {
  int result = sd_bus_message_enter_container(reply, SD_BUS_TYPE_ARRAY, "s");
  if (result < 0) return Malformed(reply, result);
  std::vector<std::string> texts;
  const char* text = nullptr;
  while ((result = sd_bus_message_read_basic(reply, SD_BUS_TYPE_STRING, &text)) > 0) texts.emplace_back(text);
  if (result < 0) return Malformed(reply, result);
  return ReplyValue(std::move(texts));
}

Outcome DecodeUint32(sd_bus_message* reply) {
  uint32_t number = 0;
  const int result = sd_bus_message_read_basic(reply, SD_BUS_TYPE_UINT32, &number);
  if (result < 0) return Malformed(reply, result);
  return ReplyValue(number);
}

Outcome DecodeBoolean(sd_bus_message* reply) {
  // sd-bus reads a boolean into an int, whatever the size of C's own.
  int truth = 0;
  const int result = sd_bus_message_read_basic(reply, SD_BUS_TYPE_BOOLEAN, &truth);
  if (result < 0) return Malformed(reply, result);
  return ReplyValue(truth != 0);
}

}  // namespace

Outcome DecodeReply(sd_bus_message* reply) {
  if (sd_bus_message_is_method_error(reply, nullptr) > 0) return DecodeError(reply);

  char type = 0;
  const char* contents = nullptr;
  const int result = sd_bus_message_peek_type(reply, &type, &contents);
  if (result < 0) return Malformed(reply, result);
  if (result == 0) return ReplyValue();

  switch (type) {
    case SD_BUS_TYPE_STRING:
      return DecodeString(reply);
    case SD_BUS_TYPE_UINT32:
      return DecodeUint32(reply);
    case SD_BUS_TYPE_BOOLEAN:
      return DecodeBoolean(reply);
    case SD_BUS_TYPE_ARRAY:
      if (contents != nullptr && std::string(contents) == "s") return DecodeStrings(reply);
      break;
    default:
      break;
  }
  return BadReply(reply, "The reply begins with a D-Bus type other than s, as, u and b.");
}

}  // namespace authbroker
