// What the Twilio gateway must be told.
#pragma once

#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"

namespace courtesy::twilio {

struct Settings {
  std::string base_url = "https://api.twilio.com";
  std::string account_sid;         ///< `AC…`
  std::string api_key_sid;         ///< `SK…`, if requests are made with an API key; empty: the account itself
  Secret<std::string> auth_token;  ///< the account's auth token, or the API key's secret: for our requests
  /// For the signatures of Twilio's requests: the account's primary auth token, newest first; the older ones are
  /// accepted while callbacks made before a rotation may still arrive. API key secrets never sign. Empty: auth_token.
  std::vector<Secret<std::string>> signing_keys;
  /// Where Twilio reaches us: scheme, host, perhaps port and path, no `/` at its end. The only source for signed URLs.
  std::string public_url;
  /// A static page of another server that apologises and hangs up, for when ours cannot answer. Empty: our own.
  std::string fallback_url;
  seconds text_validity{14'400};  ///< for texts whose intent names none; never longer than 4 h (docs: 14,400 or 36,000)
  bool detects_machines = true;   ///< where a rule wants it; each such call costs extra
  int look_up_pages = 10;         ///< of each list, at most

  /// What verifies Twilio's signatures.
  std::vector<Secret<std::string>> verifying_keys() const;
};

/// The settings, checked, without a `/` at the end of the URLs. Errors: `invalid`, naming the setting: an account sid
/// that is none, no auth token, a URL that Twilio refuses (a host name with an underscore, credentials, query or
/// fragment in it) or that is not https although the gateway is Twilio's own.
Result<Settings> checked(Settings settings);

}  // namespace courtesy::twilio
