// What proves that a callback is about one of our attempts: travels in every callback's path.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "base/secret.h"

namespace courtesy {

/// `account.attempt.secret`.
struct CallbackToken {
  AccountId account;
  AttemptId attempt;
  Secret<std::string> secret;

  Secret<std::string> text() const { return Secret<std::string>(with(secret.reveal())); }
  /// The same with `mark` in the secret's place: for what is kept and shown.
  std::string shown(std::string_view mark) const { return with(mark); }

 private:
  std::string with(std::string_view third) const {
    return std::to_string(account.value())
        .append(".")
        .append(std::to_string(attempt.value()))
        .append(".")
        .append(third);
  }
};

}  // namespace courtesy
