// What lies between a simulated node and the world: requests, answers, callbacks and emails on their way, and all that
// can happen to them there.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "base/virtual_time.h"
#include "http/seam.h"
#include "phonenet/delays.h"
#include "phonenet/mailbox.h"
#include "phonenet/network.h"
#include "simulation/checker.h"
#include "simulation/faults.h"
#include "simulation/names.h"

namespace courtesy::simulation {

struct Life;

class Wire {
 public:
  struct Parts {
    VirtualTime& time;
    Faults& faults;
    Checker& checker;
    Trace& trace;
    /// A fault has happened, at this boundary.
    std::function<void(const PlannedFault&, std::string_view boundary)> happened;
    /// The life that answers requests; null: nobody listens.
    std::function<std::shared_ptr<Life>()> serving;
    std::function<void(const std::shared_ptr<Life>&)> kill;
    /// A request was not carried out, and its node has not heard so yet: the worst moment to change the booking.
    std::function<void(const PlannedFault&, const std::string& token)> meanwhile;
    SeededRandom random;
  };
  using Answered = UniqueFunction<void(http::Exchange)>;
  using Mailed = UniqueFunction<void(mail::Outcome)>;

  explicit Wire(Parts parts);
  ~Wire();
  void connect(phonenet::Network& network, phonenet::Mailbox& mailbox);
  /// For the phone network: reaches whichever life serves.
  http::Client& callbacks();

  void request(const std::weak_ptr<Life>& from, http::Request request, http::Limits limits, Answered done);
  void email(const std::weak_ptr<Life>& from, mail::Message message, milliseconds total, Mailed done);
  /// Nobody listens at the gateways, until then.
  void unreachable_until(Instant until) { unreachable_ = until; }

 private:
  class CallbackClient;
  struct Sending;
  struct Asking;
  milliseconds latency(int least, int width);
  std::optional<PlannedFault> take(FaultKind kind, std::string_view boundary);
  bool unreachable() const { return parts_.time.now() < unreachable_; }
  void arrive(const std::shared_ptr<Sending>& sending);
  void answer(const std::shared_ptr<Sending>& sending, milliseconds after, http::Exchange exchange);
  void callback(const std::shared_ptr<Asking>& asking);
  void ask(const std::shared_ptr<Asking>& asking, bool heeded);

  Parts parts_;
  phonenet::Delays delays_;
  phonenet::Network* network_ = nullptr;
  phonenet::Mailbox* mailbox_ = nullptr;
  Instant unreachable_{};
  std::unique_ptr<CallbackClient> callbacks_;
};

}  // namespace courtesy::simulation
