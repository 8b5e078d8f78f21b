// A request as Twilio sends it, signed. For tests.
#pragma once

#include <string>

#include "gateway/twilio/signature.h"

namespace courtesy::twilio {

/// `origin`: under which we are reached, without a slash.
inline http::Request signed_request(const std::string& origin, const std::string& path, const http::Fields& fields,
                                    const std::string& key = "key") {
  return {.method = "POST",
          .url = path,
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                      {"X-Twilio-Signature", sign(Secret<std::string>(key), origin + path, fields)}},
          .body = http::encode_form(fields)};
}

}  // namespace courtesy::twilio
