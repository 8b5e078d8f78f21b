// Forms as anybody may post them.
#include "fuzz.h"
#include "http/message.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto decoded = http::percent_decode(http::percent_encode(text));
  fuzz::must(decoded.ok() && *decoded == text, "what is encoded can be decoded");
  (void)http::percent_decode(text);
  const auto fields = http::parse_form(text);
  if (!fields) return 0;
  fuzz::must(fields->size() <= 1'000, "a thousand fields at most");
  const auto again = http::parse_form(http::encode_form(*fields));
  fuzz::must(again.ok(), "what is encoded can be parsed");
  http::Fields named;
  for (const auto& field : *fields) {
    if (!field.first.empty() || !field.second.empty()) named.push_back(field);
  }
  http::Fields named_again;
  for (const auto& field : *again) {
    if (!field.first.empty() || !field.second.empty()) named_again.push_back(field);
  }
  fuzz::must(named == named_again, "what is encoded is what it was");
  return 0;
}
