// How a person acknowledges: by a key in the call, a reply, or the link's page.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "flow/notices.h"
#include "flow/wording.h"
#include "gateway/twilio/callback.h"
#include "gateway/twilio/path.h"
#include "gateway/twilio/signature.h"
#include "store/unit.h"
#include "twiml/document.h"
#include "watch/pager.h"
#include "watch/pager_words.h"

namespace courtesy {
namespace {

http::Response nobody() { return http::text_response(404, "There is nothing here.\n"); }
http::Response taken() { return {204, {}, {}}; }
http::Response apology() { return http::xml_response(twiml::write(flow::cannot_speak_now(pager_name, {}, "en"))); }

http::Response answer(std::string_view words) {
  twiml::Element response{.name = "Response", .attributes = {}, .children = {}};
  twiml::Element message{.name = "Message", .attributes = {}, .children = {}};
  message.children.emplace_back(std::string(words));
  response.children.emplace_back(std::move(message));
  return http::xml_response(twiml::write(response));
}

/// `3/keys`: the step's number, and which of its ways out.
struct StepName {
  std::int64_t step = 0;
  std::string name;
};
std::optional<StepName> parse_step(std::string_view what) {
  StepName parsed;
  const auto [end, error] = std::from_chars(what.data(), what.data() + what.size(), parsed.step);
  if (error != std::errc{} || end == what.data() + what.size() || *end != '/') return std::nullopt;
  parsed.name = std::string(end + 1, what.data() + what.size());
  return parsed;
}

Result<PageSet> checked(Result<PageSet> set, const PageToken& token) {
  if (!set) return set;
  if (!equal_in_constant_time(set->secret, token.secret)) return Error{ErrorCode::not_found, "no such page"};
  return set;
}

std::string words_until(std::vector<Page> pages, std::int64_t told_until) {
  std::erase_if(pages, [&](const Page& page) { return page.id > told_until; });
  return pages.empty() ? "It is acknowledged already." : words_of(pages);
}

}  // namespace

struct Pager::Step {
  std::string document;
  bool acknowledged = false;
};

bool Pager::is_operator(std::string_view number) const {
  return std::any_of(settings_.operators.begin(), settings_.operators.end(),
                     [&](const Operator& who) { return who.phone == number; });
}

bool Pager::takes(const http::Request& request) const {
  if (request.path().starts_with(link_prefix)) return true;
  const auto path = twilio::parse_hook_path(request.path());
  if (!path) return false;
  if (!path->token.empty()) return path->token.starts_with("0.");
  if (path->channel != Channel::text || settings_.from.empty()) return false;
  const auto fields = http::parse_form(request.body);
  return fields && http::field(*fields, "To") == settings_.from &&
         is_operator(http::field(*fields, "From").value_or(""));
}

void Pager::handle(http::Request request, http::Respond respond) {
  if (request.path().starts_with(link_prefix)) return link(request, std::move(respond));
  const auto path = twilio::parse_hook_path(request.path());
  if (!path) return respond(nobody());
  if (request.method != "POST") return respond(http::text_response(405, "Only POST is answered here.\n"));
  if (!twilio::authentic(parts_.keys, parts_.signed_url, request)) {
    parts_.log.warning("webhook_refused", {{"why", "wrong signature"}});
    return respond(http::text_response(403, "The signature is not right.\n"));
  }
  const auto fields = http::parse_form(request.body);
  if (!fields) return respond(http::text_response(400, fields.error().message + "\n"));
  if (path->token.empty()) {
    const auto text = twilio::parse_incoming_text(*fields);
    if (!text) return respond(http::text_response(400, text.error().message + "\n"));
    return reply(text->from, text->body, std::move(respond));
  }
  const auto token = parse_page_token(path->token);
  if (!token) return respond(nobody());
  if (path->channel == Channel::text) return respond(taken());
  if (path->what == "fallback") return respond(apology());
  call(*token, path->what, *fields, std::move(respond));
}

void Pager::call(const PageToken& token, const std::string& what, const http::Fields& fields, http::Respond respond) {
  const auto callback = twilio::parse_call(fields, page_token(token.set, token.secret));
  if (!callback) return respond(http::text_response(400, callback.error().message + "\n"));
  if (what == "status") {
    return callback->state == AttemptState::ended ? call_ended(token, std::move(respond)) : respond(taken());
  }
  const std::string digits = callback->digits;
  if (PageSet* set = from_memory(token)) {
    const auto step = converse(*set, words_of(memory_.pages), what, digits);
    if (step && step->acknowledged) acknowledge_memory("key");
    return respond(step ? http::xml_response(step->document) : apology());
  }
  auto step = std::make_shared<Step>();
  parts_.store.write(
      AccountId{},
      [this, token, what, digits, step](Unit& unit) -> Result<void> {
        Pages pages(unit);
        PageSet set = TRY(checked(pages.set(token.set), token));
        *step = TRY(converse(set, words_until(TRY(pages.unacknowledged()), set.told_until), what, digits));
        TRY(pages.save(set));
        if (step->acknowledged) TRY(pages.acknowledge(set, TRY(pages.operator_of(set.id)), "key"));
        return {};
      },
      [this, step, respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit == CommitEnding::committed) {
          if (step->acknowledged) parts_.log.info("page_acknowledged", {{"how", "key"}});
          return respond(http::xml_response(step->document));
        }
        const bool unknown = !ending.work && ending.work.error().code == ErrorCode::not_found;
        respond(unknown ? nobody() : apology());
      });
}

Result<Pager::Step> Pager::converse(PageSet& set, const std::string& words, const std::string& what,
                                    const std::string& digits) {
  // A doubled request finds its step gone by, and is shown where the call stands now.
  const auto name = parse_step(what);
  const bool begins = what == "answer" && set.position.empty();
  const bool goes_on = name && name->step == set.call_step && !set.position.empty();
  flow::Facts facts;
  const auto number = PhoneNumber::parse(settings_.from);
  facts.spoken = {
      {"business", std::string(pager_name)},
      {"page", words},
      {"callback_number", number ? flow::number_words(*number, flow::Medium::spoken, "en") : settings_.from}};
  const std::int64_t next_step = begins || goes_on ? set.call_step + 1 : set.call_step;
  for (const auto* way : {"keys", "silence", "played"}) {
    facts.paths[way] = twilio::hook_url(settings_.public_url, {.channel = Channel::call,
                                                               .token = page_token(set.id, set.secret),
                                                               .what = fmt::format("{}/{}", next_step, way)});
  }
  if (set.position.empty() && !begins) return Error{ErrorCode::not_found, "no such step"};
  flow::Input input{flow::InputKind::answered, {}};
  if (goes_on && name->name == "keys" && !digits.empty()) input = {flow::InputKind::keys, digits};
  if (goes_on && (name->name == "silence" || (name->name == "keys" && digits.empty()))) {
    input = {flow::InputKind::silence, {}};
  }
  if (goes_on && name->name == "played") input = {flow::InputKind::played, {}};
  const flow::Step step = begins ? TRY(parts_.flow.begin(facts))
                                 : TRY(parts_.flow.next(TRY(flow::Position::parse(set.position)), input, facts));
  set.position = step.position.to_text();
  set.call_step = next_step;
  const bool acknowledged =
      std::find(step.actions.begin(), step.actions.end(), flow::Action::acknowledge) != step.actions.end();
  return Step{twiml::write(step.document), acknowledged};
}

void Pager::call_ended(const PageToken& token, http::Respond respond) {
  if (PageSet* set = from_memory(token)) {
    if (set->step == 1) set->next_at = parts_.clock.now();
    return respond(taken());
  }
  parts_.store.write(
      AccountId{},
      [token](Unit& unit) -> Result<void> {
        Pages pages(unit);
        PageSet set = TRY(checked(pages.set(token.set), token));
        // Over without an acknowledgement: the next way need not wait. The call is a set's first ring.
        if (set.ended || set.step != 1) return {};
        set.next_at = unit.now();
        return pages.save(set);
      },
      [respond = std::move(respond)](WriteEnding ending) mutable {
        const bool unknown = !ending.work && ending.work.error().code == ErrorCode::not_found;
        respond(unknown ? nobody() : taken());
      });
}

void Pager::reply(const std::string& from, const std::string& body, http::Respond respond) {
  if (!is_acknowledgement(body)) return respond(answer("Courtesy: reply OK to acknowledge what you were paged for."));
  if (!memory_.pages.empty() && memory_.last && !memory_.acknowledged) {
    acknowledge_memory("reply");
    return respond(answer("Courtesy: acknowledged."));
  }
  auto pages_taken = std::make_shared<int>(0);
  const auto found = std::find_if(settings_.operators.begin(), settings_.operators.end(),
                                  [&](const Operator& who) { return who.phone == from; });
  const std::string name = found == settings_.operators.end() ? "" : found->name;
  parts_.store.write(
      AccountId{},
      [from, name, pages_taken](Unit& unit) -> Result<void> {
        Pages pages(unit);
        *pages_taken = TRY(pages.acknowledge(TRY(pages.last_set_to(from)), name, "reply"));
        return {};
      },
      [this, pages_taken, respond = std::move(respond)](WriteEnding ending) mutable {
        const bool nothing = !ending.work && ending.work.error().code == ErrorCode::not_found;
        if (ending.commit != CommitEnding::committed && !nothing) {
          return respond(answer("Courtesy: that could not be written. Please reply again in a minute."));
        }
        if (nothing || *pages_taken == 0) return respond(answer("Courtesy: nothing waits to be acknowledged."));
        parts_.log.info("page_acknowledged", {{"how", "reply"}});
        respond(answer("Courtesy: acknowledged."));
      });
}

void Pager::link(const http::Request& request, http::Respond respond) {
  const auto token = parse_page_token(request.path().substr(link_prefix.size()));
  const auto not_there = [] { return said_page(404, "There is nothing here."); };
  if (!token) return respond(not_there());
  const bool asks = request.method == "GET";
  if (!asks && request.method != "POST") return respond(said_page(405, "Only GET and POST are answered here."));
  if (from_memory(*token) != nullptr) {
    if (asks) return respond(ask_page(words_of(memory_.pages)));
    acknowledge_memory("link");
    return respond(said_page(200, "Thank you. Nobody is rung for it any more."));
  }
  auto words = std::make_shared<std::string>();
  const auto look = [token, asks, words](Unit& unit) -> Result<void> {
    Pages pages(unit);
    const PageSet set = TRY(checked(pages.set(token->set), *token));
    *words = words_until(TRY(pages.unacknowledged()), set.told_until);
    if (!asks) TRY(pages.acknowledge(set, TRY(pages.operator_of(set.id)), "link"));
    return {};
  };
  auto answered = [this, asks, words, not_there, respond = std::move(respond)](const Result<void>& result,
                                                                               bool done) mutable {
    if (!result && result.error().code == ErrorCode::not_found) return respond(not_there());
    if (!done) return respond(said_page(503, "That did not work. Please try again in a minute."));
    if (asks) return respond(ask_page(*words));
    parts_.log.info("page_acknowledged", {{"how", "link"}});
    respond(said_page(200, "Thank you. Nobody is rung for it any more."));
  };
  if (asks) {
    return parts_.store.read(AccountId{}, look, [answered = std::move(answered)](Result<void> result) mutable {
      answered(result, result.ok());
    });
  }
  parts_.store.write(AccountId{}, look, [answered = std::move(answered)](WriteEnding ending) mutable {
    answered(ending.work, ending.commit == CommitEnding::committed);
  });
}

}  // namespace courtesy
