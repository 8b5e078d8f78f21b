// A callee who is decided by hand: somebody at the handset answers, presses, speaks and hangs up, or plays the machine.
#include "phonenet/exchange/line.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {

bool Line::answer_by_hand(std::shared_ptr<const Persona> as, const std::string& greeting) {
  if (over_ || call_.inbound || call_.status != CallStatus::ringing || who().reach != Reach::by_hand) return false;
  call_.caller = std::move(as);
  become(*call_.caller);
  const auto self = shared_from_this();
  pick_up();
  if (!over_ && who().machine && !greeting.empty()) write(EntryKind::said, greeting, "greeting");
  return true;
}

bool Line::decline_by_hand() {
  if (over_ || call_.answered || call_.status != CallStatus::ringing || who().reach != Reach::by_hand) return false;
  if (call_.inbound) {
    end(CallStatus::no_answer, 487, "person");
  } else {
    end(CallStatus::busy, 486, "person");
  }
  return true;
}

bool Line::press_by_hand(char key) {
  if (over_ || !call_.answered || who().reach != Reach::by_hand || who().machine) return false;
  const auto self = shared_from_this();
  press(key);
  return true;
}

bool Line::say_by_hand(std::string words) {
  if (over_ || !call_.answered || who().reach != Reach::by_hand || who().machine) return false;
  if (talks()) talks_.back().ended = office_.clock.now();
  const milliseconds lasts = twiml::spoken_length(words);
  say(std::move(words), lasts);
  return true;
}

bool Line::speaks_by_hand() {
  if (over_ || !taping_ || who().reach != Reach::by_hand || who().machine) return false;
  wait_for_silence();
  return true;
}

bool Line::hang_up_by_hand() {
  if (over_ || who().reach != Reach::by_hand) return false;
  if (!call_.answered) return call_.inbound && decline_by_hand();
  callee_hangs_up(who().machine ? "machine" : "person");
  return true;
}

bool Leg::answer_by_hand() {
  if (over_ || call_.status != CallStatus::ringing || persona_.reach != Reach::by_hand) return false;
  ringing_.reset();
  pick_up();
  return true;
}

bool Leg::decline_by_hand() {
  if (over_ || call_.status != CallStatus::ringing || persona_.reach != Reach::by_hand) return false;
  end(CallStatus::busy, "person");
  return true;
}

bool Leg::hang_up_by_hand() {
  if (over_ || !call_.answered || persona_.reach != Reach::by_hand) return false;
  end(CallStatus::completed, "person");
  return true;
}

}  // namespace courtesy::phonenet
