// Appointments and clients, typed in or imported.
#include "api/appointment_says.h"
#include "api/booking_by_hand.h"
#include "api/client_join.h"
#include "api/client_page.h"
#include "api/client_routes.h"
#include "api/clients.h"
#include "api/days.h"
#include "api/pages.h"
#include "api/read_body.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

void get_day(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    std::optional<LocalDate> date;
    const auto text = http::field(one.query, "date").value_or("");
    if (!text.empty()) date = TRY(parse_date(text));
    return Api::Question([date](Unit& unit) { return day(unit, date); });
  });
}

void get_days(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const auto days = TRY(days_in(one.query, most_days_shown));
    if (!days) return invalid("`from` and `to` must be said");
    return Api::Question([days = *days](Unit& unit) { return days_page(unit, days); });
  });
}

void get_appointment(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = AppointmentId(TRY(id_in(one)))](Unit& unit) { return appointment(unit, id); });
  });
}

void get_appointment_says(Api& api, Call call, Respond respond) {
  if (api.settings().flows == nullptr) return respond(problem(no_such_thing()));
  asks(api, std::move(call), std::move(respond),
       [flows = api.settings().flows](const Call& one) -> Result<Api::Question> {
         return Api::Question(
             [flows, id = AppointmentId(TRY(id_in(one)))](Unit& unit) { return appointment_says(unit, id, *flows); });
       });
}

void post_presence(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const AppointmentId id(TRY(id_in(one)));
    const auto presence = parse_presence(TRY(text_of(one.body, "presence", 40)));
    if (!presence) return invalid("`presence` must be showed, no_show or unknown");
    return Api::Question([id, presence = *presence](Unit& unit) -> Result<Object> {
      TRY(mark_presence(unit, id, presence));
      return appointment(unit, id);
    });
  });
}

void post_answer(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const AppointmentId id(TRY(id_in(one)));
    const auto answer = parse_answer(TRY(text_of(one.body, "answer", 40)));
    if (!answer) return invalid("`answer` must be confirmed, cancelled, call_back or none");
    return Api::Question([id, answer = *answer, who = one.actor.who](Unit& unit) -> Result<Object> {
      TRY(mark_answer(unit, id, answer, who));
      return appointment(unit, id);
    });
  });
}

/// A visit that was typed in is told from all others by chance: a request that is repeated in the store is the same
/// one.
void post_appointment(Api& api, Call call, Respond respond) {
  const Audience audience = audience_of(call.actor, api.settings().demo.has_value());
  if (audience == Audience::nobody) return respond(refused_test_key());
  BookingRequest wanted{.body = call.body, .uid = api.settings().random->token(token_bytes), .audience = audience};
  const auto stranger = std::make_shared<bool>(false);
  api.write(
      call,
      [&api, wanted = std::move(wanted), stranger](Unit& unit) {
        auto booked = book(unit, wanted, api.settings());
        *stranger = !booked && booked.error().message == no_guest;
        return booked;
      },
      api.settings().on_change,
      [stranger, respond = std::move(respond)](http::Response answer) mutable {
        respond(*stranger ? problem(403, "guest_key", "Somebody is no guest", no_guest) : std::move(answer));
      });
}

void get_clients(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [query = TRY(parse_client_query(one.query))](Unit& unit) { return clients_page(unit, query); });
  });
}

void get_join(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [id = TRY(id_in(one)), query = one.query](Unit& unit) { return join_preview(unit, id, query); });
  });
}

void post_join(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = TRY(id_in(one)), body = one.body,
                          if_match = std::string(one.request.header("If-Match").value_or(""))](Unit& unit) {
      return join_client(unit, id, body, if_match);
    });
  });
}

void get_import(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = ImportId(TRY(id_in(one)))](Unit& unit) -> Result<Object> {
      Object result = TRY(read_object(TRY(Views(unit).import_result(id))));
      result["id"] = id.value();
      retell_import(result, unit.language());
      return result;
    });
  });
}

constexpr std::array table{
    // Appointments
    Route{"GET", "/day", Capability::see, nobody, none, "date", "date=2026-05-12", get_day},
    Route{"GET", "/days", Capability::see, nobody, none, "from to", "from=2026-05-11&to=2026-05-17", get_days},
    Route{"GET", "/appointments/{appointment}", Capability::see, nobody, none, "", "", get_appointment},
    Route{"GET", "/appointments/{appointment}/says", Capability::see, nobody, none, "", "", get_appointment_says},
    Route{"POST", "/appointments/{appointment}/presence", Capability::work, nobody, json_body, "presence",
          R"({"presence":"showed"})", post_presence, true, true},
    Route{"POST", "/appointments/{appointment}/answer", Capability::work, clients, json_body, "answer",
          R"({"answer":"confirmed"})", post_answer},
    Route{"POST", "/appointments", Capability::work, named, json_body,
          "client name number email start zone which note attested",
          R"({"name":"Ana Gil","number":"+12125550166","start":"2026-05-13T14:30","note":"cleaning"})",
          post_appointment},
    Route{"PUT", "/appointments/{appointment}", Capability::work, clients, json_body, "start zone which note",
          R"({"start":"2026-05-13T15:00"})", change_of_with<move_visit>},
    Route{"POST", "/appointments/{appointment}/cancel", Capability::work, nobody, json_body, "", "{}",
          change_of<cancel_visit>},
    Route{"POST", "/appointments/{appointment}/restore", Capability::work, clients, json_body, "", "{}",
          change_of<restore_visit>},
    Route{"POST", "/appointments/{appointment}/reminders/now", Capability::work, clients, json_body, "rule channel",
          R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::now>>},
    Route{"POST", "/appointments/{appointment}/reminders/not-at-all", Capability::work, nobody, json_body,
          "rule channel", R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::not_at_all>>},
    Route{"POST", "/appointments/{appointment}/reminders/after-all", Capability::work, clients, json_body,
          "rule channel", R"({"rule":1,"channel":"call"})", change_of<wish_reminder<ReminderWish::after_all>>},
    Route{"POST", "/imports", Capability::work, named, bytes,
          "name dry_run zone consent_who consent_when consent_how date_form time_form two_digit_years column_name "
          "column_number column_date column_time column_start column_email column_id column_zone column_status "
          "column_summary who",
          "name=clinic.ics",
          [](Api& api, Call call, Respond respond) { api.imports().take(std::move(call), std::move(respond)); }},
    Route{"GET", "/imports/{import}", Capability::see, nobody, none, "", "", get_import},

    // Clients
    Route{"GET", "/clients", Capability::see, nobody, none, "q show after limit", "q=ana&show=all&limit=5&after=0",
          get_clients},
    Route{"POST", "/clients", Capability::work, nobody, json_body, "name number email zone language",
          R"({"name":"Ana Gil","number":"+12125550166","email":"ana@example.com","zone":"","language":"es"})",
          change_with<add_client>},
    Route{"GET", "/clients/{client}", Capability::see, nobody, none, "", "", get_client},
    Route{"PUT", "/clients/{client}", Capability::work, clients, json_body, "name number email zone language",
          R"({"name":"Ana Gil","number":"+12125550167"})", put_client},
    Route{"GET", "/clients/{client}/join", Capability::see, nobody, none, "with take", "with=2&take=email,language",
          get_join},
    Route{"POST", "/clients/{client}/join", Capability::work, clients, json_body, "with take",
          R"({"with":2,"take":["email"]})", post_join},
    Route{"POST", "/clients/{client}/consents", Capability::work, clients, json_body, "channel attested",
          R"({"channel":"call","attested":"Kim, 2026-05-01, on paper"})", change_of<record_consent>},
    Route{"POST", "/clients/{client}/consents/withdraw", Capability::work, nobody, json_body, "channel",
          R"({"channel":"call"})", change_of<withdraw_consent>},
    Route{"POST", "/clients/{client}/never-contact", Capability::work, nobody, json_body, "way why",
          R"({"why":"asked for it at the desk"})", change_of<never_contact>},
    Route{"POST", "/clients/{client}/never-contact/lift", Capability::work, clients, json_body, "way why",
          R"({"why":"asked in a letter of 2 May to be reminded again"})", change_of<lift_never_contact>},
};

}  // namespace

std::span<const Route> appointments_routes() { return table; }

}  // namespace courtesy::api
