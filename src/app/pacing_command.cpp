#include "app/pacing_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "api/pacing.h"
#include "app/pace_options.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "schedule/pace_plan.h"
#include "schedule/timetable.h"

namespace courtesy::app {
namespace {

namespace json = boost::json;

/// A limit's option: a number, or `none`.
Result<json::value> limit_of(std::string_view option, std::string_view text) {
  if (text == "none") return json::value(nullptr);
  return json::value(TRY(amount_of(option, text)));
}

std::string limit_words(const json::value& limit) {
  return limit.is_null() ? "no limit" : fmt::format("at most {}", figure(limit.to_number<double>()));
}

class PacingCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--by-agents ON", by_agents_, "on: only as fast as callers can be answered; off");
    options.texts("--staff SHIFT", staff_,
                  "who takes callbacks, in place of before: \"mon-fri 08:00-17:00 2\", or none");
    options.text("--handling TIME", handling_, "how long one callback keeps an agent: 180s");
    options.text("--callbacks SHARE", callbacks_, "of the people contacted ring back: 10%");
    options.text("--wait TIME", wait_, "callers should wait no longer: 60s");
    options.text("--share SHARE", share_, "of the callers for whom that must hold: 80%");
    options.text("--per-minute N", per_minute_, "contacts at most, or none");
    options.text("--per-hour N", per_hour_, "contacts at most, or none");
    options.text("--day-contacts N", day_contacts_, "the day's budget, or none");
    options.text("--month-contacts N", month_contacts_, "the month's budget, or none");
    options.text("--day-money N", day_money_, "the day's budget in money, or none");
    options.text("--month-money N", month_money_, "the month's budget in money, or none");
    options.text("--price-call N", price_call_, "what a call costs");
    options.text("--price-text N", price_text_, "what a text costs");
    options.text("--price-email N", price_email_, "what an email costs");
    options.flag("--json", json_, "for a program");
  }

  Result<void> check() override {
    if (!by_agents_.empty() && by_agents_ != "on" && by_agents_ != "off") {
      return invalid(fmt::format("--by-agents is \"{}\": it must be on or off", by_agents_));
    }
    if (!by_agents_.empty()) wanted_["by_agents"] = by_agents_ == "on";
    TRY(want_shifts());
    if (!handling_.empty()) wanted_["handling_seconds"] = TRY(short_span_of("--handling", handling_)).count();
    if (!callbacks_.empty()) wanted_["callback_share"] = TRY(share_of("--callbacks", callbacks_));
    if (!wait_.empty()) wanted_["wait_seconds"] = TRY(short_span_of("--wait", wait_)).count();
    if (!share_.empty()) wanted_["wait_share"] = TRY(share_of("--share", share_));
    const std::pair<std::string_view, const std::string*> limits[] = {
        {"per-minute", &per_minute_},         {"per-hour", &per_hour_},     {"day-contacts", &day_contacts_},
        {"month-contacts", &month_contacts_}, {"day-money", &day_money_},   {"month-money", &month_money_},
        {"price-call", &price_call_},         {"price-text", &price_text_}, {"price-email", &price_email_}};
    for (const auto& [name, text] : limits) {
      if (text->empty()) continue;
      std::string field(name);
      std::replace(field.begin(), field.end(), '-', '_');
      wanted_[field] = TRY(limit_of(fmt::format("--{}", name), *text));
    }
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    const AccountId account = TRY(database->account(where_.account));
    json::object page;
    const auto ask = [&](Unit& unit) -> Result<void> {
      page = TRY(wanted_.empty() ? api::pacing_page(unit) : api::set_pacing(unit, wanted_));
      return {};
    };
    TRY(wanted_.empty() ? database->read(account, ask) : database->write(account, ask));
    if (json_) {
      outside.out << json_text(page) << "\n";
    } else {
      print(page, outside.out);
    }
    return 0;
  }

 private:
  Result<void> want_shifts() {
    if (staff_.empty()) return {};
    if (staff_ == std::vector<std::string>{"none"}) staff_.clear();
    for (const auto& shift : staff_) TRY(parse_staff_shifts(shift));
    wanted_["shifts"] = json::value_from(staff_);
    return {};
  }

  static void print(const json::object& page, std::ostream& out) {
    const auto number = [&](std::string_view name) { return page.at(name).to_number<double>(); };
    if (page.at("by_agents").as_bool()) {
      out << fmt::format("Contacts go out as fast as {} of those who ring back wait no longer than {} s.\n",
                         percent(number("wait_share")), figure(number("wait_seconds")));
    } else {
      out << "Contacts go out when they are due: the pace does not look at who takes callbacks.\n";
    }
    out << fmt::format("A callback is believed to take {} s, and {} of the people contacted to ring back.\n",
                       figure(number("handling_seconds")), percent(number("callback_share")));
    for (const auto& shift : page.at("shifts").as_array()) out << "  " << std::string_view(shift.as_string()) << "\n";
    if (page.at("shifts").as_array().empty()) out << "  No timetable says who takes callbacks (--staff).\n";
    out << fmt::format("Contacts a minute: {}; an hour: {}; a day: {}; a month: {}.\n",
                       limit_words(page.at("per_minute")), limit_words(page.at("per_hour")),
                       limit_words(page.at("day_contacts")), limit_words(page.at("month_contacts")));
    out << fmt::format("Money a day: {}; a month: {}; for a call {}, a text {}, an email {}.\n",
                       limit_words(page.at("day_money")), limit_words(page.at("month_money")), number("price_call"),
                       number("price_text"), number("price_email"));
    if (const auto* now = page.at("now").if_object()) {
      const std::string_view hold = now->at("hold").as_string();
      out << fmt::format("Now: {} contacts an hour{}; {} callbacks of {} contacts counted.\n",
                         figure(now->at("contacts_per_hour").to_number<double>()),
                         hold == "none" ? "" : fmt::format(", but none goes out ({})", hold),
                         figure(now->at("callbacks_counted").to_number<double>()),
                         figure(now->at("contacts_counted").to_number<double>()));
    }
  }

  WhichAccount where_;
  std::string by_agents_;
  std::vector<std::string> staff_;
  std::string handling_;
  std::string callbacks_;
  std::string wait_;
  std::string share_;
  std::string per_minute_;
  std::string per_hour_;
  std::string day_contacts_;
  std::string month_contacts_;
  std::string day_money_;
  std::string month_money_;
  std::string price_call_;
  std::string price_text_;
  std::string price_email_;
  bool json_ = false;
  json::object wanted_;
};

}  // namespace

std::unique_ptr<Command> make_pacing_command() { return std::make_unique<PacingCommand>(); }

}  // namespace courtesy::app
