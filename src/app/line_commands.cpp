#include "app/line_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "api/lines.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "base/phone/engine.h"
#include "base/whole_number.h"
#include "flow/definition.h"
#include "flow/library.h"
#include "store/accounts.h"
#include "store/flows.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/lines.h"

namespace courtesy::app {
namespace {

/// What all of them take: a database, an account in it, and (most) who does it.
class LineCommand : public Command {
 protected:
  void declare_who(Options& options) {
    options.text("--who NAME", who_, "who decides it", Need::required);
    told_.declare(options);
  }
  Result<void> check_who() const {
    return who_.empty() ? Result<void>(invalid("--who must not be empty: it goes on record")) : Result<void>{};
  }

  Result<void> on_record(Unit& unit, std::string code, LedgerBody body) const {
    return unit.ledger().append(
        {.kind = LedgerKind::by_hand, .code = std::move(code), .body = std::move(body.plain("who", who_))});
  }
  /// As people write it in the account's country.
  static Result<std::string> e164(Unit& unit, const std::string& number) {
    return TRY(read_number(number, TRY(unit.accounts().get()).country)).e164();
  }

  WhichAccount where_;
  std::string who_;
  Told told_;
};

class LineListCommand final : public LineCommand {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: what GET /v1/lines answers");
  }

  Result<int> run(Outside& outside) override {
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      if (json_) {
        outside.out << json_text(TRY(api::lines_page(unit))) << '\n';
        return {};
      }
      for (const Line& line : TRY(Lines(unit).list())) {
        const bool off = TRY(Guesses(unit).off(line.number));
        outside.out << fmt::format("{}  {}{}\n", line.number, line.flow,
                                   off ? "  CODES ARE OFF: they were guessed (`courtesy line reopen`)" : "");
      }
      const LineSettings allows = TRY(Lines(unit).settings());
      outside.out << fmt::format("Callers are {}; missed calls are {}; a visit may be cancelled {}.\n",
                                 allows.put_through_number.empty()
                                     ? "not put through"
                                     : "put through to " + allows.put_through_number + " when it is open",
                                 allows.return_missed ? "to be returned" : "noted",
                                 allows.cancel_notice == minutes{0}
                                     ? "until it begins"
                                     : fmt::format("until {} minutes before it begins", allows.cancel_notice.count()));
      return {};
    }));
    return 0;
  }

 private:
  bool json_ = false;
};

class LineSetCommand final : public LineCommand {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--number NUMBER", number_, "the number that is called", Need::required);
    options.text("--flow FLOW", flow_, "the flow that answers it, like callback-line", Need::required);
    declare_who(options);
  }

  Result<void> check() override { return check_who(); }

  Result<int> run(Outside& outside) override {
    const flow::Library library = TRY(flow::Library::builtin());
    std::string number;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      number = TRY(e164(unit, number_));
      const flow::Flow flow = TRY(unit.flows().line(library, flow_));
      TRY(Lines(unit).set(number, flow_, who_));
      return on_record(
          unit, "line_set",
          LedgerBody().plain("flow", flow_).plain("title", flow.definition().title).plain("number", number));
    }));
    told_.tell(outside, {{"number", number}, {"flow", flow_}},
               fmt::format("{} is answered by {}. At the provider its voice URL is PUBLIC_URL/twilio/call/incoming and "
                           "its status callback PUBLIC_URL/twilio/call/incoming/status, both with POST.\n",
                           number, flow_));
    return 0;
  }

 private:
  std::string number_;
  std::string flow_;
};

class LineRemoveCommand final : public LineCommand {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--number NUMBER", number_, "as `courtesy line list` shows it", Need::required);
    declare_who(options);
  }
  Result<void> check() override { return check_who(); }

  Result<int> run(Outside& outside) override {
    std::string number;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      number = TRY(e164(unit, number_));
      TRY(Lines(unit).remove(number));
      return on_record(unit, "line_removed", LedgerBody().plain("number", number));
    }));
    told_.tell(outside, {{"number", number}, {"removed", true}},
               "It is answered by nobody any more, or, if the account calls from it, by callback-line.\n");
    return 0;
  }

 private:
  std::string number_;
};

class LineAllowCommand final : public LineCommand {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--put-through NUMBER", put_through_,
                 "where callers are put through to when it is open; none: nobody is");
    options.text("--return-missed YES", return_missed_, "yes or no: missed calls are to be returned");
    options.number("--cancel-notice MINUTES", cancel_notice_,
                   "how long before its start a visit may still be cancelled by a key");
    declare_who(options);
  }

  Result<void> check() override {
    if (!return_missed_.empty() && return_missed_ != "yes" && return_missed_ != "no")
      return invalid("--return-missed must be yes or no");
    if (cancel_notice_ < -1 || cancel_notice_ > 60 * 24 * 30) return invalid("--cancel-notice must be 0 to 43200");
    return check_who();
  }

  Result<int> run(Outside& outside) override {
    LineSettings allows;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      allows = TRY(Lines(unit).settings());
      if (put_through_ == "none") {
        allows.put_through_number.clear();
      } else if (!put_through_.empty()) {
        allows.put_through_number = TRY(e164(unit, put_through_));
      }
      if (!return_missed_.empty()) allows.return_missed = return_missed_ == "yes";
      if (cancel_notice_ >= 0) allows.cancel_notice = minutes{cancel_notice_};
      TRY(Lines(unit).set_settings(allows));
      return on_record(unit, "line_allows",
                       LedgerBody()
                           .plain("put_through", allows.put_through_number)
                           .plain("return_missed", allows.return_missed ? "yes" : "no")
                           .plain("cancel_notice", std::int64_t{allows.cancel_notice.count()}));
    }));
    told_.tell(outside,
               {{"put_through", allows.put_through_number},
                {"return_missed", allows.return_missed},
                {"cancel_notice_minutes", allows.cancel_notice.count()}},
               "It is set.\n");
    return 0;
  }

 private:
  std::string put_through_;
  std::string return_missed_;
  std::int64_t cancel_notice_ = -1;
};

class LineReopenCommand final : public LineCommand {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--number NUMBER", number_, "whose codes are off", Need::required);
    options.text("--why WHY", why_, "what was found", Need::required);
    declare_who(options);
  }
  Result<void> check() override {
    if (why_.empty()) return invalid("--why must not be empty: it goes on record");
    return check_who();
  }

  Result<int> run(Outside& outside) override {
    std::string number;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      number = TRY(e164(unit, number_));
      return Guesses(unit).reopen(number, who_, why_);
    }));
    told_.tell(outside, {{"number", number}, {"reopened", true}}, "Codes are taken again on it.\n");
    return 0;
  }

 private:
  std::string number_;
  std::string why_;
};

}  // namespace

std::unique_ptr<Command> make_line_list_command() { return std::make_unique<LineListCommand>(); }
std::unique_ptr<Command> make_line_set_command() { return std::make_unique<LineSetCommand>(); }
std::unique_ptr<Command> make_line_remove_command() { return std::make_unique<LineRemoveCommand>(); }
std::unique_ptr<Command> make_line_allow_command() { return std::make_unique<LineAllowCommand>(); }
std::unique_ptr<Command> make_line_reopen_command() { return std::make_unique<LineReopenCommand>(); }

}  // namespace courtesy::app
