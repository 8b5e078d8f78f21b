// Who takes an account's callbacks: the timetable, refined by agents who say that they are there, or busy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/zone.h"
#include "schedule/pace_control.h"
#include "schedule/timetable.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// Who is there now, and when somebody comes if nobody is (or after those who are there have gone).
struct Desks {
  Staffing staffing;
  std::optional<Instant> agents_from;
};

enum class AgentState { away, free, busy };
std::string_view to_string(AgentState state);
std::optional<AgentState> parse_agent_state(std::string_view text);

struct AgentRow {
  std::string name;
  AgentState state;
  Instant seen_at;
};

class Agents {
 public:
  explicit Agents(Unit& unit) : unit_(unit) {}
  Result<std::vector<StaffShift>> shifts();
  /// In place of what was there.
  Result<void> set_shifts(const std::vector<StaffShift>& shifts);
  /// An agent says that they are there, busy or away. Errors: `full` beyond 1,000 names.
  Result<void> say(const std::string& name, AgentState state);
  /// Who said something in the last 12 hours.
  Result<std::vector<AgentRow>> seen();

  /// Outside the timetable nobody is there. Within it those who have signed in are, if anybody said anything in the
  /// last 12 hours, else those on the timetable. Busy are those who say so, and at least as many as rang back within
  /// `handling` and are not known to have been served.
  Result<Desks> now(const Zone& zone, milliseconds handling);

 private:
  Unit& unit_;
};

}  // namespace courtesy
