// The queue of calls and their pace: an account begins so many calls a second, the others wait.
#pragma once

#include <deque>
#include <memory>

#include "phonenet/exchange/line.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

class Exchange {
 public:
  explicit Exchange(Office& office) : office_(office) {}

  /// A call that the REST API accepted; it is dialled from the loop, not from within.
  void place(Call& call);
  /// A person calls one of the account's numbers. Errors: `not_found` where it is none or has no VoiceUrl.
  Result<Call*> call_in(std::string from, std::string to, Persona persona);
  /// `canceled` while queued or ringing, `completed` otherwise. Not for a call that has ended.
  void hang_up(Call& call);
  void redirect(Call& call, twiml::Redirected where);

 private:
  void pump();
  void dial(Call& call);

  Office& office_;
  std::deque<std::string> queue_;  ///< sids
  std::unique_ptr<Timer> next_;
  Uptime free_at_{0};
  bool pumping_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace courtesy::phonenet
