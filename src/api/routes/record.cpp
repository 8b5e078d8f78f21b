// What happened, and what is new: reports, the ledger, events.
#include <fmt/format.h>

#include "api/days.h"
#include "api/pages.h"
#include "api/reports.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "base/whole_number.h"

namespace courtesy::api {
namespace {

void get_reports(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([query = TRY(parse_report_query(one.query))](Unit& unit) { return report_page(unit, query); });
  });
}

void get_reports_csv(Api& api, Call call, Respond respond) {
  get_reports(api, std::move(call), [respond = std::move(respond)](http::Response answer) mutable {
    if (answer.status == 200) {
      const Object page = boost::json::parse(answer.body).as_object();
      const auto word = [&](const char* name) { return std::string(page.at(name).as_string()); };
      answer = {.status = 200,
                .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                            {"Content-Disposition", fmt::format("attachment; filename=\"reports-{}-{}-{}.csv\"",
                                                                word("from"), word("to"), word("by"))},
                            {"Cache-Control", "private, no-store"}},
                .body = report_csv(page)};
    }
    respond(std::move(answer));
  });
}

void get_ledger(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [search = TRY(parse_ledger_query(one.request.query()))](Unit& unit) { return ledger(unit, search); });
  });
}

void get_ledger_entry(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([seq = TRY(id_in(one))](Unit& unit) { return ledger_entry(unit, seq); });
  });
}

void get_events(Api& api, Call call, Respond respond) {
  auto after = number_in(call, "after", 0);
  if (const auto last = call.request.header("Last-Event-ID"); last && !last->empty()) {
    const auto seq = whole_number<std::int64_t>(*last);
    after = seq ? Result<std::int64_t>(*seq) : invalid("`Last-Event-ID` must be a whole number, not less than 0");
  }
  if (!after) return respond(problem(after.error()));
  api.events().wait(call.actor.account, *after, std::move(respond));
}

constexpr std::array table{
    // What happened, and what is new
    Route{"GET", "/reports", Capability::see, nobody, none, "from to by", "from=2026-05-01&to=2026-05-31&by=weekday",
          get_reports},
    Route{"GET", "/reports.csv", Capability::see, nobody, none, "from to by",
          "from=2026-05-01&to=2026-05-31&by=channel", get_reports_csv},
    Route{"GET", "/ledger", Capability::see, nobody, none,
          "q appointment client attempt recipient kind code channel from to before limit", "limit=5", get_ledger},
    Route{"GET", "/ledger/{entry}", Capability::see, nobody, none, "", "", get_ledger_entry},
    Route{"GET", "/events", Capability::see, nobody, none, "after", "after=0", get_events, false},
};

}  // namespace

std::span<const Route> record_routes() { return table; }

}  // namespace courtesy::api
