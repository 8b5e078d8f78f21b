#include "simulation/clinic.h"

#include "store/booking.h"
#include "store/unit.h"

namespace courtesy::simulation {

Account sample_clinic() {
  return {.name = "Harbour Physiotherapy",
          .spoken_name = "Harbour Physiotherapy",
          .callback_number = "+16175550199",
          .caller_number = "+16175550198",
          .email_from = "reminders@harbour.example",
          .zone = "America/New_York",
          .country = "US"};
}

std::vector<Rule> sample_rules() {
  return {{.id = {}, .channel = Channel::call, .offset = DaysBeforeSameTime{1}, .content = "appointment-reminder"},
          {.id = {}, .channel = Channel::text, .offset = ElapsedBefore{hours{2}}, .content = "appointment-text"},
          {.id = {}, .channel = Channel::text, .offset = DaysBeforeAt{3, hours{10}}, .content = "appointment-text"},
          {.id = {}, .channel = Channel::email, .offset = DaysBeforeAt{7, hours{10}}, .content = "appointment-email"}};
}

void open_account(Store& store, const Account& account, std::vector<Rule> rules,
                  UniqueFunction<void(Result<AccountId>)> done) {
  auto made = std::make_shared<AccountId>();
  store.write(
      AccountId{},
      [account, made](Unit& unit) -> Result<void> {
        *made = TRY(unit.accounts().create(account));
        return {};
      },
      [&store, made, rules = std::move(rules), done = std::move(done)](WriteEnding ending) mutable {
        if (!ending.work) return done(ending.work.error());
        store.write(
            *made,
            [rules](Unit& unit) -> Result<void> {
              for (const auto& rule : rules) TRY(add_rule(unit, rule));
              return {};
            },
            [made, done = std::move(done)](WriteEnding ended) mutable {
              if (!ended.work) return done(ended.work.error());
              done(*made);
            });
      });
}

}  // namespace courtesy::simulation
