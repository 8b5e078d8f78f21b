// Addresses: the first line is a base, the rest what a document or a header says.
#include "fuzz.h"
#include "http/message.h"
#include "http/outside_url.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::string_view base = text.substr(0, text.find('\n'));
  const std::string_view reference = text.substr(std::min(base.size() + 1, text.size()));
  if (const auto url = http::parse_url(base)) {
    const auto again = http::parse_url(url->to_text());
    fuzz::must(again.ok() && again->to_text() == url->to_text(), "an address stays as it is written");
    fuzz::must(again->host == url->host && again->path == url->path, "and leads where it led");
  }
  if (const auto resolved = http::resolve_url(base, reference)) {
    fuzz::must(http::parse_url(*resolved).ok(), "what is resolved is an address");
    fuzz::must(http::resolve_url(*resolved, "").ok(), "which things can be relative to");
  }
  const http::Request request{.url = std::string(text)};
  fuzz::must(request.path().size() + request.query().size() <= text.size(), "path and query are parts of it");
  return 0;
}
