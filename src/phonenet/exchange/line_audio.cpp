// What the application says and plays: as long as it takes, heard as far as it was listened to.
#include <fmt/format.h>

#include <algorithm>

#include "phonenet/exchange/line.h"
#include "phonenet/exchange/tones.h"
#include "phonenet/webhooks/link.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_sound = 16 << 20;

/// The words of `text` from that part of the way to that part, both 0 to 1.
std::string words_between(std::string_view text, double from, double to) {
  std::size_t count = 1;
  for (const char c : text) count += c == ' ';
  std::string out;
  std::size_t index = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const double begins = static_cast<double>(index) / static_cast<double>(count);
    const double ends = static_cast<double>(index + 1) / static_cast<double>(count);
    if (begins >= from && ends <= to + 1e-9) out.append(out.empty() ? "" : " ").append(text.substr(at, end - at));
    ++index;
    at = end + 1;
  }
  return out;
}

/// Those that begin within `played`; nothing where none does.
std::string tones_within(std::string_view keys, milliseconds played) {
  std::size_t count = 0;
  for (milliseconds at{0}; count < keys.size() && at < played; ++count) at += tone_length(keys[count]);
  return count == 0 ? "" : tones_heard(keys.substr(0, count));
}

double part(milliseconds of, milliseconds whole) {
  return whole.count() == 0 ? 1.0 : static_cast<double>(of.count()) / static_cast<double>(whole.count());
}

/// The recording of the account's own that `url` is, wherever it believes the network to be.
const Recording* own_recording(Office& office, std::string_view url) {
  const std::string begin = office.account_uri() + "/Recordings/";
  const auto at = url.find(begin);
  if (at == std::string_view::npos) return nullptr;
  std::string_view sid = url.substr(at + begin.size());
  return office.recordings.find(sid.substr(0, sid.find_first_of(".?#")));
}

}  // namespace

void Line::obey(twiml::Speak& speak) {
  const Instant now = office_.clock.now();
  switch (speak.kind) {
    case twiml::Speak::Kind::say: return begin({speak.text, twiml::spoken_length(speak.text), now}, speak.ticket);
    case twiml::Speak::Kind::tones: return begin(tones(speak.text), speak.ticket);
    case twiml::Speak::Kind::play: break;
  }
  play(speak.ticket, absolute(speak.link));
}

Line::Piece Line::tones(const std::string& keys) const {
  return {tones_heard(keys), tones_length(keys), office_.clock.now(), keys};
}

void Line::send_digits() {
  const twiml::Speak tones_first{.ticket = 0, .kind = twiml::Speak::Kind::tones, .text = call_.send_digits};
  if (call_.trace) call_.trace->command(tones_first, {}, office_.clock.now());
  begin(tones(call_.send_digits), tones_first.ticket);
  audio_ = after(piece_->length, [](Line& line) { line.digits_sent(); });
}

void Line::digits_sent() {
  const std::string text = piece_->text;
  close_piece();
  if (call_.trace) call_.trace->event(twiml::AudioEnded{}, office_.clock.now());
  person_hears(text);
  if (!over_) begin_document();
}

/// The sound is really fetched; what its bytes hold is what is heard.
void Line::play(twiml::Ticket ticket, const std::string& url) {
  if (office_.clips) {
    if (auto clip = office_.clips(url)) {
      return begin({std::move(clip->text), std::max(clip->length, milliseconds{1}), office_.clock.now()}, ticket);
    }
  }
  fetching_ = ticket;
  const auto arrived = [weak = weak_from_this(), ticket](const WebhookAnswer& answer) {
    const auto self = weak.lock();
    if (!self || self->over_ || self->fetching_ != ticket) return;
    self->fetching_.reset();
    const auto fail = [&](int code, std::string why) { self->tell(twiml::AudioFailed{ticket, code, std::move(why)}); };
    if (const auto* failed = std::get_if<twiml::FetchFailed>(&answer)) return fail(failed->code, failed->text);
    const auto& page = std::get<twiml::Page>(answer);
    if (page.status >= 300) return fail(11200, fmt::format("{} answered {}", page.url, page.status));
    auto clip = self->office_.ear.listen(page.content_type, page.body);
    if (!clip) return fail(13420, page.url + " " + clip.error().message);
    const std::uint64_t sound = self->who().reach == Reach::by_hand ? self->office_.sounds.keep(page) : 0;
    self->begin({std::move(clip->text), std::max(clip->length, milliseconds{1}), self->office_.clock.now()}, ticket,
                sound);
  };
  if (const Recording* own = own_recording(office_, url)) {
    twiml::Page page{.url = url, .content_type = "audio/x-wav", .body = own->bytes};
    return office_.loop.post([arrived, page = std::move(page)] { arrived(WebhookAnswer(page)); });
  }
  office_.webhooks.ask({.url = url, .method = "GET", .most_bytes = most_sound}, arrived);
}

void Line::begin(Piece piece, twiml::Ticket ticket, std::uint64_t sound) {
  piece_ = std::move(piece);
  if (call_.trace) {
    call_.trace->piece_begins(piece_->text, piece_->length, sound, piece_->began);
    office_.pulse.beat();
  }
  sound_begins();
  tell_far_end([words = piece_->text, lasts = piece_->length, keys = piece_->keys](FarEnd& far) {
    far.far_plays(words, lasts, keys);
  });
  audio_ = after(piece_->length, [ticket](Line& line) { line.piece_ends(ticket); });
  person_begins_to_hear(piece_->text);
}

void Line::piece_ends(twiml::Ticket ticket) {
  const std::string text = piece_ ? piece_->text : "";
  close_piece();
  person_hears(text);
  tell(twiml::AudioEnded{ticket});
}

void Line::close_piece() {
  audio_.reset();
  fetching_.reset();
  if (!piece_) return;
  const Piece piece = std::move(*piece_);
  piece_.reset();
  const milliseconds played = std::min(office_.clock.now() - piece.began, piece.length);
  const bool whole = played == piece.length;
  std::string heard = whole                ? piece.text
                      : piece.keys.empty() ? words_between(piece.text, 0, part(played, piece.length))
                                           : tones_within(piece.keys, played);
  if (!whole) tell_far_end([heard](FarEnd& far) { far.far_falls_silent(heard); });
  heard_in_all_ += played;
  told_.pieces.push_back({piece.text, piece.length, piece.began, piece.began + played});
  falls_silent();
  record(piece, heard);
  if (!heard.empty()) write(EntryKind::heard, std::move(heard), whole ? "" : "cut short");
}

/// A machine keeps the words that came after its beep.
void Line::record(const Piece& piece, std::string_view heard) {
  if (!records_since_ || heard.empty()) return;
  const milliseconds played = office_.clock.now() - piece.began;
  const milliseconds missed = std::max(*records_since_ - piece.began, milliseconds{0});
  if (missed >= played) return;
  const std::string kept = words_between(piece.text, part(missed, piece.length), part(played, piece.length));
  if (!kept.empty()) tape_.append(tape_.empty() ? "" : " ").append(kept);
}

void Line::obey(twiml::StopAudio&) { close_piece(); }

}  // namespace courtesy::phonenet
