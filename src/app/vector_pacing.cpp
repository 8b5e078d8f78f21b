// pacing: what a desk of agents can take, and what callers find.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "app/vector_case.h"
#include "schedule/pacing.h"

namespace courtesy::vectors {

namespace json = boost::json;

namespace {

using Figure = std::pair<std::string_view, double>;

/// Half a percent of the expected, or 0.0005.
bool near(double expected, double got) {
  return std::abs(expected - got) <= std::max(0.0005, std::abs(expected) * 0.005);
}

Result<Outcome> compare(const json::object& expect, const std::vector<Figure>& figures) {
  Outcome outcome;
  for (const auto& [field, value] : expect) {
    const auto found = std::ranges::find(figures, std::string_view(field), &Figure::first);
    if (found == figures.end()) {
      return invalid(fmt::format("expects '{}', which is not known here", std::string_view(field)));
    }
    const double expected = TRY(number_field(expect, field));
    ++outcome.checked;
    if (near(expected, found->second)) continue;
    outcome.differences.push_back(
        {std::string(field), fmt::format("{}", expected), fmt::format("{:.5f}", found->second)});
  }
  return outcome;
}

Result<std::chrono::duration<double>> read_seconds(const json::object& from, std::string_view name) {
  return std::chrono::duration<double>{TRY(number_field(from, name))};
}

Result<AgentDesk> read_desk(const json::object& from) {
  const std::int64_t agents = TRY(whole_field(from, "operators"));
  if (agents < 0 || agents > 1000) return invalid("field 'operators': 0 to 1000");
  return AgentDesk{static_cast<int>(agents), TRY(read_seconds(from, "aht_s"))};
}

}  // namespace

Result<Outcome> check_rate(const json::object& one) {
  const Pace pace =
      TRY(fastest_pace(TRY(read_desk(one)), {.wait = TRY(read_seconds(one, "wait_s")),
                                             .share = TRY(number_field(one, "p")),
                                             .callback_share = TRY(number_field(one, "callback_ratio"))}));
  return compare(*TRY(object_field(one, "expect")), {{"max_callbacks_per_hour", pace.callbacks_per_hour},
                                                     {"max_outbound_per_hour", pace.contacts_per_hour},
                                                     {"utilization", pace.busy},
                                                     {"p_wait_0", pace.answered_at_once}});
}

Result<Outcome> check_service(const json::object& one) {
  const AgentDesk desk = TRY(read_desk(one));
  const double callbacks = TRY(number_field(one, "callbacks_per_hour"));
  const auto wait = TRY(read_seconds(one, "wait_s"));
  const double patient = TRY(waits_within(desk, callbacks, wait));
  const Served service = TRY(service_with_impatience(desk, callbacks, TRY(read_seconds(one, "patience_s")), wait));
  return compare(*TRY(object_field(one, "expect")), {{"erlang_c_p_wait_le", patient},
                                                     {"erlang_a_p_wait_positive", service.waits},
                                                     {"erlang_a_p_abandon", service.hangs_up},
                                                     {"erlang_a_p_served_within", service.served_within},
                                                     {"erlang_a_mean_queue", service.mean_queue}});
}

}  // namespace courtesy::vectors
