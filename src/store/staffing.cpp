#include "store/staffing.h"

#include <algorithm>

#include "store/unit.h"

namespace courtesy {
namespace {

constexpr hours presence_lasts{12};
constexpr std::int64_t most_agents = 1000;

}  // namespace

std::string_view to_string(AgentState state) {
  switch (state) {
    case AgentState::away: return "away";
    case AgentState::free: return "free";
    case AgentState::busy: return "busy";
  }
  return "away";
}

std::optional<AgentState> parse_agent_state(std::string_view text) {
  for (const AgentState state : {AgentState::away, AgentState::free, AgentState::busy}) {
    if (to_string(state) == text) return state;
  }
  return std::nullopt;
}

Result<std::vector<StaffShift>> Agents::shifts() {
  std::vector<StaffShift> shifts;
  for (const auto& row : TRY(unit_.db().run("SELECT weekday, opens, closes, agents FROM staff_shift WHERE account = $1"
                                            " ORDER BY weekday, opens, closes, agents",
                                            {unit_.account()}))) {
    shifts.push_back({.weekday = static_cast<int>(row[0].number()),
                      .opens = minutes{row[1].number()},
                      .closes = minutes{row[2].number()},
                      .agents = static_cast<int>(row[3].number())});
  }
  return shifts;
}

Result<void> Agents::set_shifts(const std::vector<StaffShift>& shifts) {
  TRY(unit_.db().run("DELETE FROM staff_shift WHERE account = $1", {unit_.account()}));
  for (const auto& shift : shifts) {
    TRY(
        unit_.db().run("INSERT INTO staff_shift (account, weekday, opens, closes, agents) VALUES ($1, $2, $3, $4, $5)"
                       " ON CONFLICT DO NOTHING",
                       {unit_.account(), shift.weekday, std::int64_t{shift.opens.count()},
                        std::int64_t{shift.closes.count()}, shift.agents}));
  }
  return {};
}

Result<void> Agents::say(const std::string& name, AgentState state) {
  const Rows rows = TRY(unit_.db().run("SELECT COUNT(*) FROM agent WHERE account = $1", {unit_.account()}));
  if (rows[0][0].number() >= most_agents) {
    TRY(unit_.db().run("DELETE FROM agent WHERE account = $1 AND seen_at < $2",
                       {unit_.account(), unit_.now() - presence_lasts}));
    const Rows left = TRY(unit_.db().run("SELECT COUNT(*) FROM agent WHERE account = $1", {unit_.account()}));
    if (left[0][0].number() >= most_agents) return Error{ErrorCode::full, "an account has 1,000 agents at most"};
  }
  const bool away = state == AgentState::away;
  TRY(unit_.db().run(
      "INSERT INTO agent (account, agent, busy, seen_at, signed_out_at) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (account, agent) DO UPDATE SET busy = $3, seen_at = $4, signed_out_at = $5",
      {unit_.account(), name, state == AgentState::busy, unit_.now(), away ? Value(unit_.now()) : Value()}));
  // A desk that has got freer is looked at now.
  TRY(
      unit_.db().run("UPDATE reminder SET look_at = $2 WHERE account = $1 AND state = 'waiting' AND reason = 'capacity'"
                     " AND look_at = (SELECT MIN(look_at) FROM reminder WHERE account = $1 AND state = 'waiting'"
                     " AND reason = 'capacity') AND look_at > $2 AND $3 = 'free'",
                     {unit_.account(), unit_.now(), to_string(state)}));
  return {};
}

Result<std::vector<AgentRow>> Agents::seen() {
  std::vector<AgentRow> agents;
  for (const auto& row : TRY(unit_.db().run("SELECT agent, busy, seen_at, signed_out_at FROM agent WHERE account = $1"
                                            " AND seen_at > $2 ORDER BY agent",
                                            {unit_.account(), unit_.now() - presence_lasts}))) {
    const AgentState here = row[1].number() != 0 ? AgentState::busy : AgentState::free;
    agents.push_back(
        {.name = row[0].text(), .state = row[3].null() ? here : AgentState::away, .seen_at = row[2].instant()});
  }
  return agents;
}

Result<Desks> Agents::now(const Zone& zone, milliseconds handling) {
  const Timetable timetable(TRY(shifts()), zone);
  const Instant at = unit_.now();
  const int planned = timetable.agents_at(at);
  if (planned == 0) return Desks{{.agents = 0, .busy = 0, .leave_in = {}}, timetable.staffed_from(at)};
  Staffing staffing{.agents = planned, .busy = 0, .leave_in = {}};
  const std::vector<AgentRow> said = TRY(seen());
  const auto in = [&said](AgentState state) {
    return static_cast<int>(std::ranges::count(said, state, &AgentRow::state));
  };
  if (!said.empty()) staffing.agents = in(AgentState::free) + in(AgentState::busy);
  const Rows open =
      TRY(unit_.db().run("SELECT COUNT(*) FROM ring_back WHERE account = $1 AND at > $2 AND handled_at IS NULL",
                         {unit_.account(), at - handling}));
  staffing.busy = std::min(staffing.agents, std::max(in(AgentState::busy), static_cast<int>(open[0][0].number())));
  const auto empty = timetable.empty_after(at);
  if (!empty) return Desks{staffing, std::nullopt};
  staffing.leave_in = *empty - at;
  return Desks{staffing, timetable.staffed_from(*empty)};
}

}  // namespace courtesy
