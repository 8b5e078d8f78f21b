#include "http/outside_url.h"

#include "http/message.h"

namespace courtesy::http {
namespace {

constexpr std::size_t most_bytes = 2'000;

}  // namespace

bool is_this_machine(std::string_view host) { return host == "localhost" || host == "[::1]" || host == "127.0.0.1"; }

Result<std::string> check_outside_url(std::string_view text, bool this_machine_too) {
  if (text.size() > most_bytes) return invalid("longer than 2,000 bytes");
  const Url url = TRY(parse_url(text));
  if (url.scheme != "https" && !(this_machine_too && is_this_machine(url.host)))
    return invalid("not one that begins with https://: whoever is on the way could read and change what is sent");
  return url.to_text();
}

}  // namespace courtesy::http
