// Calls and texts through Twilio's REST API, or through anything that speaks it.
#pragma once

#include <memory>

#include "gateway/gateway.h"
#include "gateway/twilio/settings.h"
#include "http/seam.h"

namespace courtesy {

class TwilioGateway final : public Gateway {
 public:
  /// `client` must outlive the gateway and every callback. Errors: `invalid`, see twilio::checked.
  static Result<std::unique_ptr<TwilioGateway>> make(twilio::Settings settings, http::Client& client);

  /// Calls and texts. What it returns has no credentials in it. Errors: `invalid` for numbers that are not E.164, one
  /// that rings itself, a ring outside 15 to 600 s (DOMAIN L6; Twilio's most), a body that is empty, no UTF-8, or
  /// longer than 1,600 UTF-16 units, a token that is not safe in a path, and for an email.
  Result<Prepared> prepare(const Intent& intent) const override;
  /// The endings are those of twilio/answer.h.
  void send(Prepared prepared, UniqueFunction<void(Ending)> done) override;
  void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) override;
  /// Accepted when Twilio says so; refused (21220) for a call that is over.
  void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) override;
  /// Calls that nobody has answered: accepted when Twilio says that it is cancelled, refused (code `answered`, `21220`)
  /// when it is too late. Texts cannot be called off: refused, code `text`.
  void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) override;

  const twilio::Settings& settings() const { return settings_; }

 private:
  TwilioGateway(twilio::Settings settings, http::Client& client) : settings_(std::move(settings)), client_(client) {}

  twilio::Settings settings_;
  http::Client& client_;
};

}  // namespace courtesy
