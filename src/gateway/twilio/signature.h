// X-Twilio-Signature: is a request Twilio's?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "http/message.h"

namespace courtesy::twilio {

using Keys = std::span<const Secret<std::string>>;

/// True when `signature` is base64(HMAC-SHA1(key, S)) for one of the keys, S being `url` followed by name and value of
/// each field in ascending order of names (bytes); a repeated name's values sorted, each once. For form POSTs, and for
/// GETs with no fields. Of the URL also accepted: without its port, and with the scheme's usual port added, since
/// Twilio is not consistent there. Takes the same time for every wrong signature. False without a key.
///
/// Sources: Twilio docs, "Validating Signatures"; the validators of its SDKs for npm and Python.
bool form_signature_valid(Keys keys, std::string_view url, const http::Fields& fields, std::string_view signature);

/// The same for other bodies: S is the URL alone, whose `bodySHA256` must be the body's SHA-256 in lower-case hex.
bool body_signature_valid(Keys keys, std::string_view url, std::string_view raw_body, std::string_view signature);

/// A request as received, signed over `public_url` (never the Host header or X-Forwarded-*: whoever asks chooses those)
/// + path and query. A form is checked with its fields; any other body needs bodySHA256, and a form that has one
/// must match it too. A missing, repeated or wrong signature header is false.
bool authentic(Keys keys, std::string_view public_url, const http::Request& request);

/// The fields of an authentic request's body, read once for its signature and for whoever takes it. Nothing: the
/// request is not authentic. An error: it is, and its body is no form.
std::optional<Result<http::Fields>> authentic_form(Keys keys, std::string_view public_url,
                                                   const http::Request& request);

/// The value that the header should have. For tests, and for the check at start that our public URL leads to us.
std::string sign(const Secret<std::string>& key, std::string_view url, const http::Fields& fields);

}  // namespace courtesy::twilio
