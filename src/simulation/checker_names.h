// What the checker's files share: how it names what it keeps, where the engine and the phones name it otherwise.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "gateway/smtp/smtp_gateway.h"
#include "simulation/checker.h"

namespace courtesy::simulation {

/// Of an email, which the mailbox knows by nothing else.
inline std::string message_id(const SeenIntent& intent) {
  const Secret<std::string> token(fmt::format("{}.{}.{}", intent.account, intent.attempt, intent.secret));
  return smtp::message_id_of(token, "courtesy.example");
}

/// Whoever comes at that start, whatever the uid.
inline std::string person_of(std::int64_t account, int patient, std::string_view start) {
  return fmt::format("{} {} {}", account, patient, start);
}

inline std::string start_key(LocalTime start) { return to_string(start); }

/// What is due after closing goes out within so long before it.
inline constexpr hours spread_over{1};

}  // namespace courtesy::simulation
