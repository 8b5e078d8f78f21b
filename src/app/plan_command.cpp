#include "app/plan_command.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <ostream>

#include "api/pace_words.h"
#include "app/pace_options.h"
#include "base/json_text.h"

namespace courtesy::app {
namespace {

void line(std::ostream& out, std::string_view what, const std::string& paced, const std::string& rushed) {
  out << fmt::format("  {:<34}{:>16}{:>16}\n", what, paced, rushed);
}

void print_table(const PacePlan& plan, std::ostream& out) {
  const bool nobody = plan.question.desk.agents == 0;
  const auto paced = [&](std::string text) { return nobody ? std::string("-") : std::move(text); };
  const double wait = plan.question.target.wait.count();
  line(out, "", "at the pace", "at once");
  line(out, "contacts an hour", figure(plan.pace.contacts_per_hour),
       figure(static_cast<double>(plan.question.contacts)));
  line(out, "callbacks an hour", figure(plan.pace.callbacks_per_hour), figure(plan.at_once));
  line(out, "hours of sending", paced(figure(plan.hours)), "1");
  line(out, fmt::format("working days of {} hours", figure(plan.question.hours_per_day)), paced(figure(plan.days)), "");
  line(out, "agents' worth of work", figure(plan.pace.busy * plan.question.desk.agents), figure(plan.work));
  line(out, "callers answered at once", paced(percent(1 - plan.paced.waits)), percent(1 - plan.rushed.waits));
  line(out, fmt::format("callers answered within {} s", figure(wait)), paced(percent(plan.paced.served_within)),
       percent(plan.rushed.served_within));
  line(out, "callers who hang up", paced(percent(plan.paced.hangs_up)), percent(plan.rushed.hangs_up));
}

class PlanCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("--contacts N", contacts_, "how many go out", Need::required);
    options.number("--agents N", agents_, "who take callbacks at a time", Need::required);
    options.text("--handling TIME", handling_, "how long one callback keeps an agent: 180s, 3m (default: 180s)");
    options.text("--callbacks SHARE", callbacks_, "of the people contacted ring back (default: 10%)");
    options.text("--wait TIME", wait_, "callers should wait no longer (default: 60s)");
    options.text("--share SHARE", share_, "of the callers for whom that must hold (default: 80%)");
    options.text("--patience TIME", patience_, "until a waiting caller hangs up, on average (default: 60s)");
    options.text("--hours-per-day N", hours_per_day_, "in which contacts go out (default: 8)");
    options.flag("--json", json_, "the figures, for a program");
  }

  Result<void> check() override {
    if (agents_ < 0 || agents_ > 1'000) return invalid("--agents must be 0 to 1000");
    plan_ = TRY(plan_pace({.contacts = contacts_,
                           .desk = {static_cast<int>(agents_), TRY(short_span_of("--handling", handling_))},
                           .target = {.wait = TRY(short_span_of("--wait", wait_)),
                                      .share = TRY(share_of("--share", share_)),
                                      .callback_share = TRY(share_of("--callbacks", callbacks_))},
                           .patience = TRY(short_span_of("--patience", patience_)),
                           .hours_per_day = TRY(amount_of("--hours-per-day", hours_per_day_))}));
    return {};
  }

  Result<int> run(Outside& outside) override {
    if (json_) {
      outside.out << json_text(api::plan_json(plan_)) << "\n";
      return 0;
    }
    outside.out << in_words(plan_) << "\n\n";
    print_table(plan_, outside.out);
    return 0;
  }

 private:
  std::int64_t contacts_ = 0;
  std::int64_t agents_ = 0;
  std::string handling_ = "180s";
  std::string callbacks_ = "10%";
  std::string wait_ = "60s";
  std::string share_ = "80%";
  std::string patience_ = "60s";
  std::string hours_per_day_ = "8";
  bool json_ = false;
  PacePlan plan_{};
};

}  // namespace

std::unique_ptr<Command> make_plan_command() { return std::make_unique<PlanCommand>(); }

}  // namespace courtesy::app
