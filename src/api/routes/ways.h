// The ways of answering a request: what the functions of the routes are put together from. `asks` and `writes` first
// read the request, and answer with what is wrong with it; the rest take a question as it is.
#pragma once

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/api.h"
#include "api/call.h"
#include "base/result.h"

namespace courtesy::api {

using access::Capability;
using http::Respond;
using Object = boost::json::object;

constexpr auto nobody = Reach::nobody;
constexpr auto clients = Reach::clients;
constexpr auto named = Reach::those_named;
constexpr auto none = Takes::nothing;
constexpr auto json_body = Takes::json;
constexpr auto bytes = Takes::bytes;

/// Of a link that lets somebody in.
constexpr std::size_t token_bytes = 32;

Error no_such_thing();

/// The number that stands where the route has its `{…}`; what is no number names nothing.
Result<std::int64_t> id_in(const Call& call, std::size_t place = 0);
/// A whole number of the query, not less than 0.
Result<std::int64_t> number_in(const Call& call, std::string_view name, std::int64_t otherwise);
/// `true` or `false` of the query; false where it is left out.
Result<bool> flag_in(const Call& call, std::string_view name);
/// `limit` of the query, from 1 to `most`.
Result<int> limit_in(const Call& call, int usual, int most);

/// `read` makes the question, or says why there is none.
template <typename Read>
void asks(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.ask(call, std::move(*question), std::move(respond));
}

template <typename Read>
void writes(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.write(call, std::move(*question), api.settings().on_change, std::move(respond));
}

/// Of the installation's own unit: people and their sessions.
template <typename Read>
void writes_at_door(Api& api, Call call, Respond respond, Read read) {
  auto question = [&]() -> Result<Api::Question> { return read(call); }();
  if (!question) return respond(problem(question.error()));
  api.write_in(
      AccountId{}, call, std::move(*question), [] {}, std::move(respond));
}

/// A question of the unit alone.
template <auto question>
void page(Api& api, Call call, Respond respond) {
  api.ask(
      call, [](Unit& unit) { return question(unit); }, std::move(respond));
}

/// A change by the body alone.
template <auto question>
void change(Api& api, Call call, Respond respond) {
  api.write(
      call, [body = call.body](Unit& unit) { return question(unit, body); }, api.settings().on_change,
      std::move(respond));
}

/// A change by the body and the settings.
template <auto question>
void change_with(Api& api, Call call, Respond respond) {
  api.write(
      call, [&api, body = call.body](Unit& unit) { return question(unit, body, api.settings()); },
      api.settings().on_change, std::move(respond));
}

/// A change of the thing that the path names, by the body.
template <auto question>
void change_of(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = TRY(id_in(one)), body = one.body](Unit& unit) { return question(unit, id, body); });
  });
}

/// The same, by the settings too.
template <auto question>
void change_of_with(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [&api](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [&api, id = TRY(id_in(one)), body = one.body](Unit& unit) { return question(unit, id, body, api.settings()); });
  });
}

}  // namespace courtesy::api
