#include "gateway/twilio/record.h"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/twilio/date.h"

namespace courtesy::twilio {
namespace {

namespace json = boost::json;

std::optional<json::object> read_object(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string().data(), value->get_string().size());
}

std::optional<Record> record_of(const json::object& object) {
  Record record{.sid = text_of(object, "sid"),
                .to = text_of(object, "to"),
                .from = text_of(object, "from"),
                .status = text_of(object, "status"),
                .direction = text_of(object, "direction"),
                .body = text_of(object, "body"),
                .created = parse_rfc2822(text_of(object, "date_created"))};
  if (!is_sid(record.sid)) return std::nullopt;
  return record;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

bool is_sid(std::string_view text) {
  return text.size() == 34 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z' &&
         std::all_of(text.begin() + 2, text.end(), is_hex);
}
bool is_call_sid(std::string_view text) { return is_sid(text) && text.starts_with("CA"); }
bool is_message_sid(std::string_view text) {
  return is_sid(text) && (text.starts_with("SM") || text.starts_with("MM"));
}
bool is_account_sid(std::string_view text) { return is_sid(text) && text.starts_with("AC"); }
bool is_recording_sid(std::string_view text) { return is_sid(text) && text.starts_with("RE"); }

std::optional<Record> read_record(std::string_view text) {
  const auto object = read_object(text);
  return object ? record_of(*object) : std::nullopt;
}

std::optional<Page> read_page(std::string_view text, std::string_view array) {
  const auto object = read_object(text);
  if (!object) return std::nullopt;
  const json::value* rows = object->if_contains(json::string_view(array.data(), array.size()));
  if (rows == nullptr || !rows->is_array()) return std::nullopt;
  Page page{.next_page_uri = text_of(*object, "next_page_uri")};
  for (const json::value& row : rows->get_array()) {
    auto record = row.is_object() ? record_of(row.get_object()) : std::nullopt;
    if (!record) return std::nullopt;
    page.records.push_back(std::move(*record));
  }
  return page;
}

int read_error_code(std::string_view text) {
  const auto object = read_object(text);
  if (!object) return 0;
  const json::value* code = object->if_contains("code");
  if (code == nullptr || !code->is_int64()) return 0;
  return code->get_int64() > 0 && code->get_int64() < 1'000'000 ? static_cast<int>(code->get_int64()) : 0;
}

}  // namespace courtesy::twilio
