// Requests to the application: signed, followed through redirects, given up after 15 seconds.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <variant>

#include "base/clock.h"
#include "base/loop.h"
#include "base/random.h"
#include "http/seam.h"
#include "phonenet/records.h"
#include "phonenet/webhooks/cookies.h"
#include "twiml/executor.h"

namespace courtesy::phonenet {

struct Webhook {
  /// Absolute; a fragment (connection overrides) is neither sent nor signed; letters that no URL may have are sent, and
  /// signed, percent-encoded.
  std::string url;
  std::string method = "POST";
  http::Fields fields;
  std::size_t most_bytes = 1 << 20;  ///< of the answer
};

/// A page with whatever status, or why there is none.
using WebhookAnswer = std::variant<twiml::Page, twiml::FetchFailed>;

/// As Twilio asks (docs, "Webhooks: connection"): 5 s to connect, once more if nothing left, 15 s for everything; 301,
/// 302, 303 are followed by GET without the fields, 307 by the same request, ten at most, and no other; with userinfo
/// in the URL, Basic authorization after a 401. Cookies are kept for each call. The parameters of a URL's own query are
/// sent sorted by name, and signed as they were written (twilio-php #790, twilio-node #1079); what a GET adds to them
/// comes after.
class Webhooks {
 public:
  Webhooks(Loop& loop, const Clock& clock, http::Client& client, std::string auth_token, std::uint64_t seed);

  /// `done`: once, on the loop, and not from within; never after this object is gone.
  void ask(Webhook webhook, UniqueFunction<void(WebhookAnswer)> done);

  /// A call of which nothing is kept any more.
  void forget(const std::string& call_sid) { cookies_.erase(call_sid); }

  /// Told of each request with a CallSid and of those it was led on to, once there is an answer or none will come.
  using Witness = UniqueFunction<void(std::string_view call_sid, Exchanged exchanged)>;
  void on_exchange(Witness witness) { witness_ = std::move(witness); }
  /// What an answer really takes is measured by that one, where the clock is not real; else by the clock.
  void set_stopwatch(UniqueFunction<Uptime()> stopwatch) { stopwatch_ = std::move(stopwatch); }

 private:
  struct Asking;
  Uptime real_time() { return stopwatch_ ? stopwatch_() : clock_.uptime(); }
  void send(const std::shared_ptr<Asking>& asking);
  void arrived(const std::shared_ptr<Asking>& asking, http::Exchange exchange);
  void finish(const std::shared_ptr<Asking>& asking, WebhookAnswer answer);
  void tell_witness(Asking& asking, const http::Response* response);
  bool follow(const std::shared_ptr<Asking>& asking, const http::Response& response);

  void add_cookies(const Asking& asking, const http::Url& url, http::Request& request);
  void take_cookies(const Asking& asking, const http::Response& response);

  Loop& loop_;
  const Clock& clock_;
  http::Client& client_;
  std::string auth_token_;
  SeededRandom random_;
  std::unordered_map<std::string, Cookies> cookies_;  ///< by the call's sid
  Witness witness_;
  UniqueFunction<Uptime()> stopwatch_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace courtesy::phonenet
