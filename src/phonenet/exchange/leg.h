// A second call that a document dialled: rung, answered or not, and over.
#pragma once

#include <memory>
#include <string_view>

#include "phonenet/exchange/far_end.h"
#include "phonenet/office.h"
#include "phonenet/personas/persona.h"
#include "twiml/executor.h"

namespace courtesy::phonenet {

/// Owned by the line that dialled.
class Leg final : public FarEnd, public std::enable_shared_from_this<Leg> {
 public:
  /// Whoever dialled is told. None of them once it is over but `ended`, which is the last.
  struct Dialler {
    UniqueFunction<void()> rings;
    UniqueFunction<void()> answers;
    UniqueFunction<void(const std::string&)> says;  ///< words, which only another number's document has
    UniqueFunction<void(twiml::DialEnded::Status, std::int64_t)> ended;
  };

  /// `call` is the leg's own record; `persona` is who is rung.
  Leg(Office& office, Call& call, const Persona& persona, milliseconds talk_for, Dialler dialler);

  void dial();
  /// The one who dialled is gone, or does not want to any more.
  void stop(std::string_view by);
  // The handset: false: not now.
  bool answer_by_hand();
  bool decline_by_hand();
  bool hang_up_by_hand();
  /// Words that reach the other end.
  void hears(std::string text);
  void hears_key(char key);
  // Another of the account's numbers was dialled.
  void far_answers() override;
  void far_ends(CallStatus status) override;
  void far_plays(std::string words, milliseconds lasts, std::string keys) override;
  void far_falls_silent(std::string heard) override;

 private:
  bool reaches_number() const { return &persona_ == another_number().get(); }
  void number_rings();
  void play_to_number(std::string words, milliseconds lasts, std::string keys);
  void ring();
  void pick_up();
  void talk();
  void end(CallStatus status, std::string_view by);
  void write(EntryKind kind, std::string text = {}, std::string_view detail = {});
  template <typename Function>
  std::unique_ptr<Timer> after(milliseconds delay, Function function) {
    return office_.after(delay, [weak = weak_from_this(), function = std::move(function)] {
      if (const auto self = weak.lock()) function(*self);
    });
  }

  Office& office_;
  Call& call_;
  const Persona& persona_;
  milliseconds talk_for_;
  Dialler dialler_;
  SeededRandom random_;
  bool over_ = false;
  std::unique_ptr<Timer> ringing_;
  std::unique_ptr<Timer> giving_up_;
  std::unique_ptr<Timer> leaving_;
  std::weak_ptr<FarEnd> far_;
};

}  // namespace courtesy::phonenet
