// Everything that a provider asks or tells us: checked, taken once, answered from the store alone.
#pragma once

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/secret.h"
#include "flow/library.h"
#include "gateway/gateway.h"
#include "gateway/twilio/path.h"
#include "http/seam.h"
#include "interlock/failsafe.h"
#include "store/store.h"
#include "webhook/call.h"

namespace courtesy {

class Hooks final : public http::Handler {
 public:
  struct Parts {
    Store& store;
    const flow::Library& flows;
    Log& log;
    std::string public_url;                 ///< over which signatures are checked, whatever the request says
    std::vector<Secret<std::string>> keys;  ///< newest first; none: everything is refused
    /// Something was committed that may matter to dispatch.
    std::function<void()> changed;
    Gateway* calls = nullptr;      ///< redirects live calls; none: no verdict of the gateway changes a call
    std::string recordings_url{};  ///< CallDesk's
    const Clock* clock = nullptr;  ///< for how many refusals a minute are written down; none: not one is
    Loop* loop = nullptr;          ///< with the clock, for texts that the store did not take; none: they are lost
  };
  explicit Hooks(Parts parts);

  /// Takes the paths under `/twilio/`. 403 without a right signature, 404 for what is nobody's, 400 for what cannot be
  /// read; nothing is changed by any of them. Never redirects. Documents are also given when the store is away: no
  /// call is ever silent.
  void handle(http::Request request, http::Respond respond) override;

 private:
  /// On record under account 0, at most a few a minute: whoever knocks without a right must not fill the disk.
  void note_refused(std::string code, const std::optional<twilio::HookPath>& path, std::string_view why);
  http::Response refuse_unknown(const Error& error);
  void call(const twilio::HookPath& path, const http::Fields& fields, http::Respond respond);
  void verdict(const twilio::HookPath& path, const http::Fields& fields, http::Respond respond);
  void answer_step(AccountId account, std::string_view failed, UniqueFunction<Result<std::string>(Unit&)> step,
                   http::Respond respond);
  void call_step(const Token& token, std::string what, twilio::CallCallback callback, http::Respond respond);
  void call_verdict(const Token& token, twilio::MachineVerdict verdict, http::Respond respond);
  void call_status(const Token& token, twilio::CallCallback callback, http::Respond respond);
  void text_status(const Token& token, twilio::TextStatus status, http::Respond respond);
  /// T5: whoever knows an attempt's secret and signs wrongly is the provider, with a key that is not ours.
  void weigh_refusal(const Token& token);
  /// The trip that the store did not take yet is written with the next request, and until it is.
  void write_owed_trip();
  /// What else failed must not cost an opt-out: a unit of its own.
  void opt_out_alone(AccountId account, const twilio::IncomingText& text, const WriteEnding& of_whole,
                     const std::shared_ptr<http::Respond>& respond);
  void incoming_text(twilio::IncomingText text, http::Respond respond);
  /// Nobody says STOP twice, and the gateway tells it once: what the store does not take is given to it every second
  /// until it does. It lasts as long as the process.
  void owe(twilio::IncomingText text);
  void incoming_call(twilio::CallCallback callback, http::Respond respond);
  void incoming_call_status(twilio::CallCallback callback, http::Respond respond);
  void incoming_call_step(const SessionToken& token, std::string what, twilio::CallCallback callback,
                          http::Respond respond);
  using FindAccount = std::function<Result<AccountId>(Unit&)>;
  void find_account(FindAccount find, UniqueFunction<void(AccountId)> then, http::Respond respond);

  Parts parts_;
  CallDesk desk_;
  std::int64_t refused_minute_ = -1;  // since 1970
  int refused_in_it_ = 0;
  int refused_unsaid_ = 0;
  BadSignatures signatures_;
  std::optional<Trip> owed_trip_;
  std::vector<twilio::IncomingText> owed_texts_;
  std::unique_ptr<Timer> owed_texts_timer_;
  bool writing_trip_ = false;
};

}  // namespace courtesy
