#include "queue/due.h"

#include <array>

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 8> words{"waiting", "withdrawn", "intended", "done",
                                                "failed",  "dropped",   "held",     "merged"};

}  // namespace

std::string_view to_string(ReminderState state) { return words[static_cast<std::size_t>(state)]; }

std::optional<ReminderState> parse_reminder_state(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<ReminderState>(i);
  }
  return std::nullopt;
}

}  // namespace courtesy
