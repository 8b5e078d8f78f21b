#include "twiml/executor.h"

#include <fmt/format.h>

#include <algorithm>

namespace courtesy::twiml {
namespace {

constexpr int max_documents_in_a_row = 50;
constexpr std::string_view apology = "We are sorry, an application error has occurred. Goodbye.";

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return type;
}

std::string_view word_of(DialEnded::Status status) {
  switch (status) {
    case DialEnded::Status::completed: return "completed";
    case DialEnded::Status::busy: return "busy";
    case DialEnded::Status::no_answer: return "no-answer";
    case DialEnded::Status::failed: return "failed";
    case DialEnded::Status::canceled: return "canceled";
    case DialEnded::Status::answered: return "answered";
  }
  return "";
}

std::string_view word_of(QueueLeft::Result result) {
  switch (result) {
    case QueueLeft::Result::bridged: return "bridged";
    case QueueLeft::Result::hangup: return "hangup";
    case QueueLeft::Result::leave: return "leave";
    case QueueLeft::Result::queue_full: return "queue-full";
    case QueueLeft::Result::error: return "error";
  }
  return "";
}

Element response_of(Element verb) {
  Element response{.name = "Response"};
  response.children.emplace_back(std::move(verb));
  return response;
}

}  // namespace

Executor::Executor(CallFacts facts) : facts_(std::move(facts)) {}

std::vector<Command> Executor::start() {
  if (!facts_.url.empty()) {
    fetch({"", facts_.url}, facts_.method, {});
  } else {
    take_page({.url = "", .content_type = "text/xml", .body = facts_.document});
  }
  return take();
}

std::vector<Command> Executor::on(const Event& event) {
  if (phase_ != Phase::ended) std::visit([this](const auto& what) { handle(what); }, event);
  return take();
}

void Executor::handle(const Fetched& event) {
  if (phase_ != Phase::fetching || event.ticket != ticket_) return;
  if (const auto* failed = std::get_if<FetchFailed>(&event.result)) {
    url_ = asked_;
    fail(failed->code, failed->text);
  } else {
    take_page(std::get<Page>(event.result));
  }
}

void Executor::handle(const AudioEnded& event) {
  if (event.ticket != ticket_) return;
  if (phase_ == Phase::apologising) return hang_up(HangUp::Reason::failed);
  if (phase_ != Phase::speaking) return;
  sign_of_life();
  next_piece();
}

void Executor::handle(const AudioFailed& event) {
  if (event.ticket == ticket_ && phase_ == Phase::speaking) fail(event.code, event.text);
}

void Executor::handle(const TimerFired& event) {
  if (event.ticket != ticket_) return;
  sign_of_life();
  if (phase_ == Phase::speaking) return next_piece();  // a pause has ended
  if (phase_ == Phase::waiting_for_key) finish_gather("");
}

void Executor::handle(const Waits& event) {
  if (!waiting_ || event.ticket != waiting_->ticket || waiting_->wait.reference.empty()) return;
  fetch(waiting_->wait, waiting_->wait_method, {});
}

void Executor::handle(const Connected& event) {
  if (!waiting_ || event.ticket != waiting_->ticket) return;
  sign_of_life();
  gather_.reset();
  silence();
  phase_ = Phase::waiting;
}

/// With an action it is asked; without one the document goes on (Twilio docs, <Enqueue>).
void Executor::handle(const QueueLeft& event) {
  if (!waiting_ || event.ticket != waiting_->ticket) return;
  const Waiting was = stop_waiting();
  if (event.seconds > 0) sign_of_life();
  if (was.action.empty()) return go_on();
  fetch({url_, was.action}, was.method,
        {{"QueueResult", std::string(word_of(event.result))},
         {"QueueSid", event.sid},
         {"QueueTime", std::to_string(event.seconds)}});
}

void Executor::handle(const TextSent& event) {
  if (event.ticket != ticket_ || phase_ != Phase::texting) return;
  if (texting_.action.empty()) return go_on();
  const std::string status = event.sid.empty() ? "failed" : "queued";
  fetch({url_, texting_.action}, texting_.method,
        {{"MessageSid", event.sid}, {"MessageStatus", status}, {"SmsSid", event.sid}, {"SmsStatus", status}});
}

/// Somebody who talks is not talked to, where the Gather lets itself be interrupted.
void Executor::handle(const SpeechBegan&) {
  if (!listening()) return;
  if (phase_ == Phase::speaking) {
    if (!gather_->barge_in) return;
    silence();
  }
  phase_ = Phase::waiting_for_key;
  ++ticket_;  // the timer that runs is none any more
}

void Executor::handle(const Heard& event) {
  if (!listening() || event.text.empty()) return;
  if (phase_ == Phase::speaking && !gather_->barge_in) return;  // said into the prompt
  sign_of_life();
  gather_->speech.append(gather_->speech.empty() ? "" : " ").append(event.text);
  gather_->confidence = std::min(gather_->confidence, event.confidence);
  if (phase_ == Phase::speaking) silence();
  phase_ = Phase::waiting_for_key;
  out_.emplace_back(SetTimer{++ticket_, gather_->speech_timeout});
}

/// What is played stops, and its end is no longer waited for.
void Executor::silence() {
  if (phase_ == Phase::speaking) out_.emplace_back(StopAudio{});
  if (!listening()) gather_.reset();
  pieces_.clear();
  ++ticket_;
}

void Executor::start_waiting(Waiting waiting) {
  waiting.document = std::move(document_);
  waiting.next = next_;
  waiting.url = url_;
  document_ = {};
  next_ = 0;
  waiting_ = std::move(waiting);
  phase_ = Phase::waiting;
}

Executor::Waiting Executor::stop_waiting() {
  gather_.reset();
  silence();
  Waiting was = *std::exchange(waiting_, std::nullopt);
  document_ = std::move(was.document);
  next_ = was.next;
  url_ = was.url;
  return was;
}

/// Silence is no recording: then the document goes on (Twilio docs, <Record>).
void Executor::handle(const Recorded& event) {
  if (event.ticket != ticket_ || phase_ != Phase::recording) return;
  if (!event.anything) return go_on();
  sign_of_life();
  Fields fields{
      {"RecordingSid", event.sid}, {"RecordingUrl", event.url}, {"RecordingDuration", std::to_string(event.duration)}};
  fields.emplace_back("Digits", event.hung_up ? "hangup" : recording_.ended_by);
  fetch({url_, recording_.action}, recording_.method, std::move(fields));
}

/// With an action it is asked, and the rest of the document never runs; without one it goes on (Twilio docs, <Dial>).
void Executor::handle(const DialEnded& event) {
  if (waiting_ && waiting_->ticket == event.ticket) {
    stop_waiting();
  } else if (event.ticket != ticket_ || phase_ != Phase::dialling) {
    return;
  }
  if (event.status == DialEnded::Status::completed || event.duration > 0) sign_of_life();
  if (dialling_.action.empty()) return go_on();
  Fields fields{{"DialCallStatus", std::string(word_of(event.status))},
                {"DialBridged", event.duration > 0 ? "true" : "false"}};
  if (!event.sid.empty()) fields.emplace_back("DialCallSid", event.sid);
  if (event.status == DialEnded::Status::completed) {
    fields.emplace_back("DialCallDuration", std::to_string(event.duration));
  }
  if (!event.recording_url.empty()) fields.emplace_back("RecordingUrl", event.recording_url);
  fetch({url_, dialling_.action}, dialling_.method, std::move(fields));
}

void Executor::handle(const Digit& event) {
  if (phase_ == Phase::recording && recording_.finish_on.find(event.key) != std::string::npos) {
    recording_.ended_by = event.key;
    recording_.finish_on.clear();
    out_.emplace_back(StopRecording{});
    return;
  }
  const bool dialled = phase_ == Phase::dialling || (waiting_ && waiting_->where == Waiting::Where::conference);
  if (dialled && event.key == '*' && std::exchange(dialling_.star_hangs_up, false)) {
    out_.emplace_back(StopDial{});
    return;
  }
  if (!gather_ || !gather_->takes_keys) return;  // pressed when nobody asked: lost, as Twilio does
  sign_of_life();
  if (phase_ == Phase::speaking) {
    out_.emplace_back(StopAudio{});
    pieces_.clear();
  }
  if (gather_->finish_on == event.key) return finish_gather(std::string_view(&event.key, 1));
  gather_->digits += event.key;
  if (gather_->digits.size() == gather_->digits_wanted) return finish_gather("");
  wait_for_key();
}

void Executor::handle(const HungUp&) {
  phase_ = Phase::ended;
  gather_.reset();
}

void Executor::handle(const Redirected& event) {
  leave_verb();
  if (!event.url.empty()) return fetch({"", event.url}, event.method, {});
  url_.clear();
  take_page({.url = "", .content_type = "text/xml", .body = event.document});
}

/// What is under way is cut off, and its end is no longer waited for.
void Executor::leave_verb() {
  ++ticket_;
  if (waiting_) {
    out_.emplace_back(waiting_->where == Waiting::Where::queue ? Command(LeaveQueue{}) : Command(StopDial{}));
    waiting_.reset();
  }
  if (phase_ == Phase::speaking || phase_ == Phase::apologising) out_.emplace_back(StopAudio{});
  if (phase_ == Phase::recording) out_.emplace_back(StopRecording{});
  if (phase_ == Phase::dialling) out_.emplace_back(StopDial{});
  gather_.reset();
  pieces_.clear();
}

void Executor::go_on() {
  phase_ = Phase::running;
  run();
}

void Executor::fetch(Link link, std::string method, Fields fields) {
  gather_.reset();
  pieces_.clear();
  if (++documents_in_a_row_ > max_documents_in_a_row) {
    return fail(11215,
                fmt::format("{} documents in a row and nothing was heard or pressed between them: "
                            "do they redirect to each other?",
                            max_documents_in_a_row),
                false);
  }
  on_fallback_ = false;
  asked_ = link.reference.empty() ? link.document : link.reference;
  phase_ = Phase::fetching;
  out_.emplace_back(Fetch{++ticket_, std::move(link), std::move(method), std::move(fields)});
}

void Executor::take_page(const Page& page) {
  url_ = page.url;
  if (page.status >= 400) return fail(11200, fmt::format("answered {}, wanted 200 and a document", page.status));
  if (page.status >= 300)
    return fail(11216, fmt::format("answered {} without a Location that can be followed", page.status));
  if (page.body.empty()) return fail(11770, "the answer has no body: <Response/> is the smallest document");
  if (page.body.size() > 64 * 1024) return fail(11750, "the document is larger than 64 kB");
  const std::string type = media_type(page.content_type);
  if (type == "text/plain") {
    Element say{.name = "Say"};
    say.children.emplace_back(page.body);
    return take_document(response_of(std::move(say)), page.url);
  }
  if (type.starts_with("audio/")) {
    Element play{.name = "Play"};
    play.children.emplace_back(page.url);
    return take_document(response_of(std::move(play)), page.url);
  }
  if (type != "text/xml" && type != "application/xml" && type != "text/html") {
    return fail(12300, fmt::format("Content-Type '{}' is no TwiML: answer text/xml", page.content_type));
  }
  auto parsed = parse(page.body);
  if (!parsed) return fail(12100, parsed.error().message);
  if (parsed->name != "Response") {
    return fail(12102, fmt::format("the root is <{}>: it must be <Response>", parsed->name));
  }
  take_document(std::move(*parsed), page.url);
}

void Executor::take_document(Element document, std::string url) {
  document_ = std::move(document);
  url_ = std::move(url);
  next_ = 0;
  phase_ = Phase::running;
  run();
}

void Executor::run() {
  while (phase_ == Phase::running) {
    if (next_ == document_.children.size()) {
      // Those who wait hear their document again, from the start.
      if (waiting_) return fetch(waiting_->wait, waiting_->wait_method, {});
      return hang_up(HangUp::Reason::ended);
    }
    const Node& node = document_.children[next_++];
    if (const auto* verb = std::get_if<Element>(&node)) {
      perform(*verb);
    } else if (std::get<std::string>(node).find_first_not_of(" \t\r\n") != std::string::npos) {
      warn(12200, "text outside of a verb is not spoken: put it into <Say>");
    }
  }
}

void Executor::perform(const Element& verb) {
  place_ = {verb.name, verb.line};
  if (waiting_ && !may_wait_with(verb)) return;
  check_attributes(verb);
  if (verb.name == "Reject") return perform_reject(verb);
  if (verb.name == "Redirect") return perform_redirect(verb);
  if (verb.name != "Pause") answer_call();
  if (verb.name == "Hangup") return hang_up(HangUp::Reason::ended);
  if (verb.name == "Gather") return perform_gather(verb);
  if (verb.name == "Record") return perform_record(verb);
  if (verb.name == "Dial") return perform_dial(verb);
  if (verb.name == "Enqueue") return perform_enqueue(verb);
  if (verb.name == "Leave") return perform_leave(verb);
  if (verb.name == "Message" || verb.name == "Sms") return perform_message(verb);
  if (verb.name == "Say" || verb.name == "Play" || verb.name == "Pause") {
    pieces_ = pieces_of(verb);
    if (pieces_.empty()) return;
    piece_ = 0;
    phase_ = Phase::speaking;
    return next_piece();
  }
  for (const auto* known : {"Start", "Stop", "Connect", "Queue", "Refer", "Echo", "Pay", "Prompt"}) {
    if (verb.name == known) {
      return fail(12400, fmt::format("line {}: <{}> is a verb that is not emulated here", verb.line, verb.name));
    }
  }
  warn(12200, fmt::format("line {}: <{}> is no verb and is skipped (verbs are case-sensitive)", verb.line, verb.name));
}

void Executor::perform_gather(const Element& verb) {
  gather_ = read_gather(verb);
  gather_->place = place_;
  pieces_ = pieces_of(verb);
  piece_ = 0;
  phase_ = Phase::speaking;
  next_piece();
}

void Executor::perform_redirect(const Element& verb) { fetch({url_, verb.text()}, read_method(verb, 13710), {}); }

void Executor::perform_reject(const Element& verb) {
  const auto reason = verb.attribute("reason", "rejected");
  if (reason != "rejected" && reason != "busy")
    warn(13810, fmt::format("line {}: Reject reason '{}'", verb.line, reason));
  if (facts_.answered) {
    warn(12200, fmt::format("line {}: <Reject> in a call that was answered hangs up", verb.line));
    return hang_up(HangUp::Reason::ended);
  }
  hang_up(reason == "busy" ? HangUp::Reason::busy : HangUp::Reason::rejected);
}

void Executor::answer_call() {
  if (std::exchange(facts_.answered, true)) return;
  out_.emplace_back(Answer{});
}

void Executor::next_piece() {
  while (piece_ < pieces_.size()) {
    Piece& piece = pieces_[piece_];
    if (piece.times == 0) {
      ++piece_;
      continue;
    }
    --piece.times;
    ++ticket_;
    if (piece.place.line > 0) place_ = piece.place;
    if (const auto* pause_length = std::get_if<milliseconds>(&piece.what)) {
      out_.emplace_back(SetTimer{ticket_, *pause_length});
    } else {
      auto speak = std::get<Speak>(piece.what);
      speak.ticket = ticket_;
      out_.emplace_back(std::move(speak));
    }
    return;
  }
  pieces_done();
}

void Executor::pieces_done() {
  pieces_.clear();
  if (gather_) return wait_for_key();
  go_on();
}

void Executor::wait_for_key() {
  phase_ = Phase::waiting_for_key;
  place_ = gather_->place;
  out_.emplace_back(SetTimer{++ticket_, gather_->timeout});
}

/// With keys, or where empty results count, to the action; otherwise on to the next verb (Twilio docs, <Gather>).
void Executor::finish_gather(std::string_view finished_on) {
  const Gather gather = *std::exchange(gather_, std::nullopt);
  place_ = gather.place;
  pieces_.clear();
  if (gather.digits.empty() && gather.speech.empty() && !gather.action_on_empty) return go_on();
  Fields fields;
  if (!gather.digits.empty()) {
    fields.emplace_back("Digits", gather.digits);
  } else if (!gather.speech.empty()) {
    fields.emplace_back("SpeechResult", gather.speech);
    fields.emplace_back("Confidence", fmt::format("{:.2f}", gather.confidence));
  }
  fields.emplace_back("FinishedOnKey", finished_on);
  fields.emplace_back("msg", "Gather End");
  fetch({url_, gather.action}, gather.method, std::move(fields));
}

void Executor::warn(int code, std::string text) {
  out_.emplace_back(Warn{Warn::Level::warning, code, std::move(text), url_});
}

/// The document is given up: the fallback is asked, once; a fallback that fails too ends with the apology.
void Executor::fail(int code, std::string text, bool may_fall_back) {
  out_.emplace_back(Warn{Warn::Level::error, code, std::move(text), url_});
  gather_.reset();
  pieces_.clear();
  if (waiting_) {  // what those who wait hear is not worth the call: they wait in silence
    phase_ = Phase::waiting;
    return;
  }
  if (may_fall_back && !on_fallback_ && !facts_.fallback_url.empty()) {
    const std::string failed = url_.empty() ? asked_ : url_;
    fetch({"", facts_.fallback_url}, facts_.fallback_method,
          {{"ErrorCode", std::to_string(code)}, {"ErrorUrl", failed}});
    on_fallback_ = true;
    return;
  }
  answer_call();  // the apology is said to a caller too (Twilio docs, error 11200)
  phase_ = Phase::apologising;
  out_.emplace_back(Speak{.ticket = ++ticket_, .kind = Speak::Kind::say, .text = std::string(apology)});
}

void Executor::hang_up(HangUp::Reason reason) {
  phase_ = Phase::ended;
  gather_.reset();
  out_.emplace_back(HangUp{reason});
}

}  // namespace courtesy::twiml
