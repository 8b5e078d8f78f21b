// Texts: paced from each number, delivered or not, read and answered by people; STOP is kept by the network itself.
#pragma once

#include <map>
#include <string>

#include "phonenet/office.h"
#include "twiml/messaging.h"

namespace courtesy::phonenet {

class Texts {
 public:
  explicit Texts(Office& office) : office_(office), random_(stream(office.settings.seed, "texts")) {}

  /// A text that was accepted, `queued`: goes its way.
  void send(Text& text);
  /// A text that a call's document asks for; its sid, empty where it is refused (to whom or from whom it cannot go).
  std::string send_for_call(twiml::Reply reply);
  /// A person writes to one of the account's numbers; STOP and START words are obeyed, and the SmsUrl is asked.
  /// What belongs to it is fetched from `media` (URLs) first.
  Text& write_in(std::string from, std::string to, std::string body, std::vector<std::string> media = {});

 private:
  /// Fetches what belongs to the text, from that one on; then it leaves.
  void fetch_media(Text& text, std::size_t index);
  bool keep_medium(Text& text, Medium& medium, WebhookAnswer answer);
  void leave(Text& text);
  /// A text that came in, with all that belongs to it, is the application's.
  void hand_over(const Text& text);
  void sent(Text& text);
  void arrived(Text& text, int error_code);
  void read(const Text& text);
  /// Another of the account's numbers is written to: its SmsUrl is asked, for a text of its own.
  void reach_number(const Text& text);
  void answers_without_end(const Text& text);
  /// A text that came in is on record, and its words are obeyed; what belongs to it is still to come.
  Text& receive(std::string from, std::string to, std::string body, std::string_view kind);
  void tell(Text& text);
  void obey_words(const Text& text);
  void ask_application(const Text& text, std::string url, std::string method, bool fallback, int documents);
  void take_answer(const Text& text, WebhookAnswer answer, bool fallback, int documents);
  void fail(const Text& text, int code, const std::string& why, const std::string& url, bool fallback, int documents);
  enum class Author { application, network };  ///< the network's own answers to STOP, START and HELP pass
  /// The text; null where the person has opted out.
  Text* reply(twiml::Reply what, Author author, int hops = 0);
  void write(EntryKind kind, const Text& text, std::string detail = {});

  Office& office_;
  SeededRandom random_;
  std::map<std::string, Uptime> free_at_;  ///< when the next segment may leave a number
};

/// What the default opt-out words make of a whole body (Twilio docs, "Default opt-out keywords", US and Canada).
enum class OptWord { none, stop, start, help };
OptWord opt_word(std::string_view body);

}  // namespace courtesy::phonenet
