#include "phonenet/office.h"

namespace courtesy::phonenet {
namespace {

struct PlaceNames {
  const char* city;
  const char* state;
  const char* zip;
  const char* country;
};
constexpr PlaceNames of_from{"FromCity", "FromState", "FromZip", "FromCountry"};
constexpr PlaceNames of_to{"ToCity", "ToState", "ToZip", "ToCountry"};

void append_place(http::Fields& fields, const PlaceNames& names, std::string_view number) {
  fields.emplace_back(names.city, "");
  fields.emplace_back(names.state, "");
  fields.emplace_back(names.zip, "");
  fields.emplace_back(names.country, number.starts_with("+1") ? "US" : "");
}

}  // namespace

const Persona& Office::whoever_has(std::string_view phone_number) const {
  const bool ours = number_called(phone_number) != nullptr && !settings.directory.lists(phone_number);
  return ours ? *another_number() : settings.directory.who(phone_number, settings.seed);
}

void Office::retire(const Call& call) {
  if (settings.finished_calls == 0) return;
  over.push_back(call.sid);
  if (over.size() <= settings.finished_calls) return;
  loop.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) forget_oldest();
  });
}

void Office::forget_oldest() {
  const Call* call = calls.find_even_deleted(over.front());
  ++forgotten[static_cast<std::size_t>(call->status)];
  for (const std::string& sid : call->recordings) recordings.remove(sid);
  webhooks.forget(over.front());
  calls.remove(over.front());
  over.pop_front();
}

void append_ends(http::Fields& fields, const Office& office, std::string_view from, std::string_view to) {
  fields.emplace_back("AccountSid", office.settings.account_sid);
  fields.emplace_back("ApiVersion", "2010-04-01");
  fields.emplace_back("From", from);
  fields.emplace_back("To", to);
  append_place(fields, of_from, from);
  append_place(fields, of_to, to);
}

}  // namespace courtesy::phonenet
