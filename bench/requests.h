// Requests in a file, made before they are sent: a length of 4 bytes, least first, and the request as it goes out.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <ostream>
#include <string>

namespace courtesy::bench {

inline void put_request(std::ostream& out, const std::string& path, const std::string& signature,
                        const std::string& form) {
  const std::string request = fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
      "X-Twilio-Signature: {}\r\nUser-Agent: TwilioProxy/1.1\r\nContent-Length: {}\r\n\r\n{}",
      path, signature, form.size(), form);
  const auto size = static_cast<std::uint32_t>(request.size());
  for (const int shift : {0, 8, 16, 24}) out.put(static_cast<char>(size >> shift & 0xFF));
  out << request;
}

}  // namespace courtesy::bench
