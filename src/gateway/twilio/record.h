// Twilio's JSON, read at the door: one call or message, a page of them, an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace courtesy::twilio {

/// A call or a message; a field that is missing or null is empty.
struct Record {
  std::string sid;
  std::string to;
  std::string from;
  std::string status;
  std::string direction;
  std::string body;
  std::optional<Instant> created;
};

struct Page {
  std::vector<Record> records;
  std::string next_page_uri;  ///< relative; empty on the last page
};

/// Two capital letters and 32 hexadecimal digits.
bool is_sid(std::string_view text);
bool is_call_sid(std::string_view text);       ///< `CA…`
bool is_message_sid(std::string_view text);    ///< `SM…` or `MM…`
bool is_account_sid(std::string_view text);    ///< `AC…`
bool is_recording_sid(std::string_view text);  ///< `RE…`

/// Nothing when it is no JSON object with a `sid`.
std::optional<Record> read_record(std::string_view json);
/// `array`: `calls` or `messages`. Nothing when it is no page of these, or one of the records has no `sid`.
std::optional<Page> read_page(std::string_view json, std::string_view array);
/// `code` of an error's JSON body; 0 when there is none.
int read_error_code(std::string_view json);

}  // namespace courtesy::twilio
