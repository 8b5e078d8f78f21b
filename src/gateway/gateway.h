// The seam to the outside: a driver prepares, sends, looks up and calls off. Both directions live in one folder.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "appointment/appointment.h"
#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/unique_function.h"
#include "http/message.h"
#include "mail/client.h"
#include "queue/attempt.h"

namespace courtesy {

/// Whether the gateway is asked who answered, a person or a machine.
enum class Detection {
  none,
  during,  ///< the call goes on; the verdict comes when it comes, for a machine at the end of its greeting
  before,  ///< nothing is said until it is there
};

/// What is to be sent, decided and about to be committed.
struct Intent {
  AccountId account;
  AttemptId attempt;
  Channel channel;
  std::string recipient;                  ///< E.164, or an email address
  std::string sender;                     ///< E.164 that the account owns, or its From address
  std::string sender_name;                ///< email only: the business
  std::string text;                       ///< body of a text or email; empty for a call
  std::string subject;                    ///< email only
  std::string reply_to;                   ///< email only: where answers go; empty: to the sender
  Secret<std::string> token;              ///< `account.attempt.secret`, [A-Za-z0-9._-]: travels in every callback URL
  Detection detection = Detection::none;  ///< calls, where the gateway can
  seconds ring{25};                       ///< calls: how long it may ring (DOMAIN L6: at least 15 s)
  seconds validity{0};                    ///< texts: how long the network may still deliver it
};

/// The very bytes, kept with the intent.
struct Prepared {
  AttemptId attempt;
  AccountId account;
  Channel channel;
  std::variant<http::Request, mail::Message> what;
  // Of the intent; the driver knows nothing of it. Whom it reaches, and what it tells them.
  ReminderKey reminder{};
  ClientId client{};
  std::string recipient{};
  std::string start_local{};
  Instant starts_at{};
  Instant due{};
};

/// What a look-up at the gateway found for one attempt.
struct Sighting {
  std::string provider_id;
  AttemptState state;  ///< accepted, ringing, in_progress, ended, refused
  AttemptOutcome outcome;
  Instant created;
};

/// A question about an attempt whose fate is unknown.
struct LookUp {
  Channel channel;
  std::string recipient;
  std::string sender;
  std::string text;  ///< texts: equal body
  Instant intended;
  std::string provider_id;  ///< if known: ask for it alone
};

class Gateway {
 public:
  virtual ~Gateway() = default;
  /// Pure. Errors: `invalid` when it cannot be sent as it is (a body too long, CR in an address).
  virtual Result<Prepared> prepare(const Intent& intent) const = 0;
  /// One request, no retry anywhere below. `done`: once, on the loop.
  virtual void send(Prepared prepared, UniqueFunction<void(Ending)> done) = 0;
  /// Everything that could be that attempt: same recipient and sender, made within [intended - 5 s, intended + 90 s].
  /// Errors: `unavailable` when the gateway did not answer completely; `invalid` where it cannot look anything up.
  virtual void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) = 0;
  /// A live call goes on with the document at `url`, once; a call that is over is refused. Best effort.
  virtual void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) = 0;
  /// Best effort: calls off what has not been answered yet.
  virtual void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) = 0;
};

}  // namespace courtesy
