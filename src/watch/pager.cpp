#include "watch/pager.h"

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
#include "watch/pager_words.h"

namespace courtesy {
namespace {

constexpr std::string_view pager_name = "Courtesy's pager";
constexpr std::string_view link_prefix = "/page/";
constexpr milliseconds mail_time{25'000};
/// Sets that were begun while nothing could be written: never the number of a stored one.
constexpr std::int64_t memory_sets = std::int64_t{1} << 40;

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

Pager::Pager(Parts parts, PagerSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)), spare_secret_(parts_.random.token(16)) {}

Pager::Ring Pager::ring_of(const Move& move, std::span<const Page> pages, const Environment& environment,
                           const std::string& secret) const {
  Ring ring{.set = move.set,
            .who = settings_.operators[static_cast<std::size_t>(move.set.operator_index) % settings_.operators.size()],
            .channel = move.channel,
            .words = words_of(pages)};
  if (ring.set.secret.empty()) ring.set.secret = secret;
  if (ring.channel == Channel::call) ring.set.position.clear();
  ring.allowed = may_be_contacted(environment, ring.channel == Channel::email ? ring.who.email : ring.who.phone);
  // One that cannot be made does not hold up the next.
  if (!ring.allowed) ring.set.next_at = ring.set.begun_at;
  return ring;
}

Result<std::optional<Pager::Ring>> Pager::plan(Unit& unit, std::span<const Cause> causes, const std::string& secret) {
  Pages pages(unit);
  TRY(pages.take(causes));
  const std::vector<Page> open = TRY(pages.unacknowledged());
  const auto last = TRY(pages.last_set());
  if (open.empty() && (!last || last->ended)) return std::optional<Ring>{};
  const Move move = next_move(open, last, settings_, unit.now());
  if (move.kind == Move::Kind::rest) return std::optional<Ring>{};
  if (move.kind == Move::Kind::end) {
    PageSet ended = move.set;
    ended.ended = true;
    TRY(pages.save(ended));
    return std::optional<Ring>{};
  }
  Ring ring = ring_of(move, open, unit.settings().environment, secret);
  if (ring.set.id == 0) {
    if (last && !last->ended) {
      PageSet before = *last;
      before.ended = true;
      TRY(pages.save(before));
    }
    ring.set.id = TRY(pages.next_set_id());
  }
  TRY(pages.save(ring.set));
  TRY(pages.add_ring({.set = ring.set.id,
                      .step = ring.set.step,
                      .operator_name = ring.who.name,
                      .channel = ring.channel,
                      .recipient = ring.channel == Channel::email ? ring.who.email : ring.who.phone,
                      .ending = ring.allowed ? "begun" : "not_allow_listed"}));
  return std::optional(std::move(ring));
}

void Pager::ring(Ring ring) {
  if (ring.set.secret == spare_secret_) spare_secret_ = parts_.random.token(16);
  parts_.log.warning("operator_paged", {{"operator", ring.who.name},
                                        {"channel", std::string(to_string(ring.channel))},
                                        {"set", std::to_string(ring.set.id)},
                                        {"allowed", ring.allowed ? "yes" : "no: not on the allow list"},
                                        {"words", ring.words}});
  if (!ring.allowed) return;
  if (ring.channel == Channel::email) return send_mail(ring);
  send_phone(ring);
}

void Pager::send_phone(const Ring& ring) {
  if (parts_.phone == nullptr) return record(ring, "refused", "no_gateway");
  const std::string token = page_token(ring.set.id, ring.set.secret);
  const std::string link = settings_.public_url + std::string(link_prefix) + token;
  auto prepared = parts_.phone->prepare({.account = AccountId{},
                                         .attempt = AttemptId(ring.set.id),
                                         .channel = ring.channel,
                                         .recipient = ring.who.phone,
                                         .sender = settings_.from,
                                         .sender_name = {},
                                         .text = ring.channel == Channel::text ? text_words(ring.words, link) : "",
                                         .subject = {},
                                         .reply_to = {},
                                         .token = Secret<std::string>(token),
                                         .ring = seconds{40},
                                         .validity = std::chrono::duration_cast<seconds>(settings_.set_every)});
  if (!prepared) {
    parts_.log.error("page_not_prepared", {{"error", prepared.error().message}});
    return record(ring, "refused", "cannot_prepare");
  }
  parts_.phone->send(std::move(*prepared),
                     [this, ring](Ending ending) { record(ring, std::string(to_string(ending.kind)), ending.code); });
}

void Pager::send_mail(const Ring& ring) {
  if (parts_.mail == nullptr) return record(ring, "refused", "no_gateway");
  const std::string token = page_token(ring.set.id, ring.set.secret);
  mail::Message message{
      .from = settings_.email_from,
      .from_name = std::string(pager_name),
      .to = ring.who.email,
      .subject = "Courtesy: something is wrong",
      .message_id = fmt::format("<page-{}@{}>", hex(sha256(token)).substr(0, 32), settings_.email_domain),
      .headers = {{"Auto-Submitted", "auto-generated"}},
      .text = mail_words(ring.words, settings_.public_url + std::string(link_prefix) + token)};
  parts_.mail->send(std::move(message), mail_time, [this, ring](mail::Outcome outcome) {
    static constexpr std::string_view words[] = {"accepted", "refused", "not_sent", "unknown"};
    record(ring, std::string(words[static_cast<int>(outcome.ending)]), std::to_string(outcome.code));
  });
}

void Pager::record(const Ring& ring, const std::string& ending, const std::string& code) {
  const bool reached = ending == "accepted" || ending == "unknown";
  if (!reached) parts_.log.error("page_not_sent", {{"ending", ending}, {"code", code}});
  if (ring.set.id >= memory_sets) {
    if (!reached && memory_.last && memory_.last->id == ring.set.id) memory_.last->next_at = ring.set.begun_at;
    return;
  }
  parts_.store.write(
      AccountId{},
      [ring, ending, code, reached](Unit& unit) -> Result<void> {
        Pages pages(unit);
        TRY(pages.end_ring(ring.set.id, ring.set.step, ending, code));
        if (reached) return {};
        // The next way at once: this one did not lead anywhere.
        PageSet set = TRY(pages.set(ring.set.id));
        if (set.step != ring.set.step) return {};
        set.next_at = unit.now();
        return pages.save(set);
      },
      [this](WriteEnding written) {
        if (written.commit != CommitEnding::committed) parts_.log.error("page_ending_not_recorded");
      });
}

void Pager::ring_from_memory(const Cause& cause, const Environment& environment) {
  if (memory_.acknowledged) return;
  const Instant now = parts_.clock.now();
  if (memory_.pages.empty()) memory_.pages.push_back({.id = 1, .words = cause.words, .since = now, .over_at = {}});
  const Move move = next_move(memory_.pages, memory_.last, settings_, now);
  if (move.kind != Move::Kind::ring) return;
  Ring next = ring_of(move, memory_.pages, environment, spare_secret_);
  if (next.set.id == 0) next.set.id = std::max(memory_sets, memory_.last ? memory_.last->id + 1 : memory_sets);
  memory_.last = next.set;
  ring(std::move(next));
}

bool Pager::leave_memory() {
  const bool waits = !memory_.pages.empty() && !memory_.acknowledged;
  memory_.pages.clear();
  memory_.acknowledged = false;
  return waits;
}

PageSet* Pager::from_memory(const PageToken& token) {
  const bool there =
      memory_.last && memory_.last->id == token.set && equal_in_constant_time(memory_.last->secret, token.secret);
  return there ? &*memory_.last : nullptr;
}

void Pager::acknowledge_memory(const std::string& how) {
  memory_.last->ended = true;
  memory_.acknowledged = true;  // for as long as the trouble lasts
  parts_.log.info("page_acknowledged", {{"how", how}});
}

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
