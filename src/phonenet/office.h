// The central office: what every part of the network works with. Its parts are made in this order.
#pragma once

#include <array>
#include <deque>
#include <set>
#include <string>
#include <utility>

#include "phonenet/audio/ear.h"
#include "phonenet/delays.h"
#include "phonenet/exchange/meetings.h"
#include "phonenet/handset/sound_shelf.h"
#include "phonenet/journal.h"
#include "phonenet/pulse.h"
#include "phonenet/records.h"
#include "phonenet/settings.h"
#include "phonenet/webhooks/call_log.h"
#include "phonenet/webhooks/callbacks.h"
#include "phonenet/webhooks/webhooks.h"
#include "phonenet/witness.h"
#include "twiml/messaging.h"

namespace courtesy::phonenet {

struct Office {
  Office(Loop& the_loop, const Clock& the_clock, http::Client& client, Settings the_settings)
      : loop(the_loop),
        clock(the_clock),
        settings(std::move(the_settings)),
        journal(clock, settings.journal_entries),
        delays(loop, clock),
        webhooks(loop, clock, client, settings.auth_token, settings.seed),
        callbacks(webhooks, delays, journal, settings),
        random(stream(settings.seed, "sids")),
        call_log(calls, settings.logged_calls) {
    journal.on_write([this] { pulse.beat(); });
    if (!call_log.keeps_anything()) return;
    webhooks.on_exchange([this](std::string_view call_sid, Exchanged exchanged) {
      call_log.add(call_sid, std::move(exchanged));
      pulse.beat();
    });
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  Loop& loop;
  const Clock& clock;
  Settings settings;
  Pulse pulse;
  Journal journal;
  Delays delays;
  Webhooks webhooks;
  Callbacks callbacks;
  SeededRandom random;  ///< for sids

  Shelf<Call> calls;
  Shelf<Text> texts;
  Shelf<Number> numbers;
  Shelf<Recording> recordings;
  CallLog call_log;
  /// (a person's number, one of ours): the person wants no texts from it.
  std::set<std::pair<std::string, std::string>> opted_out;
  Clips clips;
  /// Whom a test has put behind a number that is dialled; null: whoever is there otherwise.
  UniqueFunction<std::shared_ptr<const Persona>(std::string_view to)> callee;
  /// Sends a text that a call's document asked for; its sid, empty where it was refused.
  UniqueFunction<std::string(twiml::Reply)> send_text;
  Ear ear;
  SoundShelf sounds;  ///< what is played to whoever is at the handset
  Meetings meetings;
  UniqueFunction<void(CallStory)> witness;
  std::deque<std::string> over;             ///< sids of calls that are over, the oldest first, where few are kept
  std::array<std::int64_t, 8> forgotten{};  ///< how many are, by CallStatus

  /// The account's number of that name; null where it is not one of its own.
  Number* number_called(std::string_view phone_number) {
    for (Number& number : numbers.all()) {
      if (number.phone_number == phone_number && !number.deleted) return &number;
    }
    return nullptr;
  }
  const Number* number_called(std::string_view phone_number) const {
    return const_cast<Office*>(this)->number_called(phone_number);
  }
  /// Who is reached at that number: whoever is listed there, else, at one of the account's, its documents.
  const Persona& whoever_has(std::string_view phone_number) const;
  /// A call is over. Where the settings keep only so many of those, the one that has been over longest is forgotten,
  /// with its recordings; not from within.
  void retire(const Call& call);

  [[nodiscard]] std::unique_ptr<Timer> after(milliseconds delay, Task task) {
    return loop.at(clock.uptime() + delay, std::move(task));
  }
  std::string account_uri() const { return "/2010-04-01/Accounts/" + settings.account_sid; }

 private:
  void forget_oldest();
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

/// The fields that name both ends of every webhook: From and To, their countries, cities, ... as far as known.
void append_ends(http::Fields& fields, const Office& office, std::string_view from, std::string_view to);

}  // namespace courtesy::phonenet
