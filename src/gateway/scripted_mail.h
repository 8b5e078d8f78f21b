// A small mail::Client for tests: answers by script, at once or when told, and keeps what it was given.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "base/result.h"
#include "mail/client.h"

namespace courtesy {

class ScriptedMail final : public mail::Client {
 public:
  /// INVARIANT: there is one for each message.
  void answer(mail::Outcome outcome) { answers_.push_back(std::move(outcome)); }
  /// From now on answers wait for release().
  void hold() { holding_ = true; }
  void release() {
    holding_ = false;
    for (auto& give : std::exchange(held_, {})) give();
  }

  const std::vector<mail::Message>& messages() const { return messages_; }

  void send(mail::Message message, milliseconds, UniqueFunction<void(mail::Outcome)> done) override {
    INVARIANT(!answers_.empty());
    messages_.push_back(std::move(message));
    mail::Outcome outcome = std::move(answers_.front());
    answers_.pop_front();
    Task give([outcome = std::move(outcome), done = std::move(done)]() mutable { done(std::move(outcome)); });
    if (holding_) {
      held_.push_back(std::move(give));
    } else {
      give();
    }
  }

 private:
  std::deque<mail::Outcome> answers_;
  std::vector<mail::Message> messages_;
  std::vector<Task> held_;
  bool holding_ = false;
};

}  // namespace courtesy
