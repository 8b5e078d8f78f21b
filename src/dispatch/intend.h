// The intent unit: look, judge, commit. Nothing in it sends.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/gateway.h"
#include "interlock/judge.h"
#include "schedule/rule.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/clients.h"

namespace courtesy {

class Unit;

/// What a reminder says, filled in for one client.
struct Filled {
  std::string text;     ///< of a text or email
  std::string subject;  ///< of an email
  std::string flow;     ///< of a call: its name
  /// The version that the attempt pins: the flow's, or the template's of which its words were made.
  std::string flow_hash;
  std::string language = "en";
};
using Fill = std::function<Result<Filled>(Unit&, const Rule&, const Account&, const Client&, const Appointment&)>;

/// A driver for each channel; none: what is due on that channel is held (`cannot_prepare`).
struct Gateways {
  Gateway* call = nullptr;
  Gateway* text = nullptr;
  Gateway* email = nullptr;

  Gateway* of(Channel channel) const;
};

/// What may leave at once, and one attempt's secret for each place: chance is drawn on the loop and goes in as a value.
struct Allowance {
  int calls = 0;
  int texts = 0;
  int emails = 0;
  int in_all = 0;  ///< no more than this, whichever channels they are of
  std::vector<std::string> secrets;
  milliseconds call_gap{1000};  ///< between two calls at the line's pace; so for the others
  milliseconds text_gap{1000};
  milliseconds email_gap{100};

  int& of(Channel channel);
  LinePlaces line() const;
  int places() const { return in_all; }
};

/// Takes this account's due reminders, asks every interlock, and writes what they decided; an allowed one becomes an
/// attempt `intended`, with the very bytes that will leave. May run again from its start.
/// A trip of the failsafe (`tripped`) stops the account in this unit, of which nothing leaves then. `asked`, where
/// given: how often each interlock was asked. Errors: the store's; nothing is then written.
Result<std::vector<Prepared>> intend_due(Unit& unit, Allowance allowance, const Gateways& gateways, const Fill& fill,
                                         const Layers& layers, bool* tripped = nullptr,
                                         std::vector<Judge::Asked>* asked = nullptr);

/// What intend_due with this allowance will ask for first, but for what must be as of later: stops and opt-outs.
Result<void> foresee_due(Unit& unit, const Allowance& allowance);

/// A send must have started this soon after its unit, else it did not happen.
inline constexpr seconds send_within{5};
/// An attempt's lease: without an ending by then, the gateway is asked what became of it.
inline constexpr seconds asked_after{90};

}  // namespace courtesy
