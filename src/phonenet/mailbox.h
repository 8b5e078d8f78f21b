// The world's mail servers, scripted: takes emails, or refuses some, and keeps what arrived.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "mail/client.h"
#include "phonenet/delays.h"
#include "phonenet/journal.h"

namespace courtesy::phonenet {

class Mailbox final : public mail::Client {
 public:
  Mailbox(Loop& loop, const Clock& clock, Journal& journal) : delays_(loop, clock), journal_(journal) {}

  /// Mail to addresses that match (`*` is anything: `*@gone.example`) ends like that; the first rule that matches
  /// counts.
  void answer(std::string pattern, mail::Outcome outcome) {
    rules_.emplace_back(std::move(pattern), std::move(outcome));
  }

  /// Ends 50 ms later: accepted with 250 where no rule says otherwise. An outcome `unknown` has arrived all the same.
  void send(mail::Message message, milliseconds total, UniqueFunction<void(mail::Outcome)> done) override;

  /// What arrived, oldest first.
  const std::vector<mail::Message>& messages() const { return messages_; }

 private:
  Delays delays_;
  Journal& journal_;
  std::vector<std::pair<std::string, mail::Outcome>> rules_;
  std::vector<mail::Message> messages_;
};

}  // namespace courtesy::phonenet
