#include "gateway/twilio/code.h"

namespace courtesy::twilio {
namespace {

using enum Trouble;

// Sources: Twilio's error dictionary. Where a code means either the recipient or our settings (a country that is not
// enabled), it is the recipient's: others must not be stopped by it.
constexpr Code codes[] = {
    {10001, configuration, "the Twilio account is not active"},
    {10002, configuration, "a trial account may not do this"},
    {10003, configuration, "the sending number does not belong to the account"},
    {10004, passing, "too many calls at once for this account"},
    {20003, configuration, "the account sid or auth token is wrong"},
    {20004, configuration, "the method is not allowed"},
    {20006, configuration, "access is denied"},
    {20008, configuration, "test credentials cannot do this"},
    {20404, none, "there is no such record"},
    {20429, passing, "too many requests: not processed"},
    {20500, passing, "an error inside Twilio"},
    {20503, passing, "Twilio is not available"},
    {21201, configuration, "the call has no recipient"},
    {21202, recipient, "a premium or special number"},
    {21205, configuration, "the answer URL is not valid"},
    {21208, configuration, "the ring time is not valid"},
    {21209, configuration, "the method of a callback is not valid"},
    {21210, configuration, "the sending number is not verified for calls"},
    {21211, recipient, "not a valid number"},
    {21212, configuration, "the sending number is not valid"},
    {21213, configuration, "the call has no sending number"},
    {21214, recipient, "the number cannot be reached"},
    {21215, recipient, "calls to this country are not enabled"},
    {21216, recipient, "the number is blocked by Twilio"},
    {21217, recipient, "not a valid number"},
    {21219, configuration, "a trial account may call verified numbers only"},
    {21220, none, "the call is past the state in which this can be done"},
    {21408, recipient, "texts to this country are not enabled"},
    {21602, configuration, "the text has no body"},
    {21603, configuration, "the text has no sender"},
    {21604, configuration, "the text has no recipient"},
    {21606, configuration, "the sending number cannot send to this recipient"},
    {21608, configuration, "a trial account may text verified numbers only"},
    {21609, configuration, "the status callback URL is not valid"},
    {21610, recipient, "the recipient has opted out"},
    {21611, passing, "the sending number's queue is full"},
    {21612, recipient, "the number cannot be reached by text"},
    {21614, recipient, "not a mobile number"},
    {21617, configuration, "the text is too long"},
    {21626, configuration, "a status callback event is not valid"},
    {21635, recipient, "a landline cannot receive texts"},
    {21701, configuration, "the messaging service cannot be used"},
    {21703, configuration, "the messaging service has no sender"},
    {21704, configuration, "the messaging service has no sender"},
    {30001, passing, "the network's queue was full"},
    {30002, configuration, "the Twilio account is suspended"},
    {30003, passing, "the handset is off or out of reach"},
    {30004, recipient, "blocked by the recipient or the carrier"},
    {30005, recipient, "no such handset"},
    {30006, recipient, "a landline, or a carrier that cannot be reached"},
    {30007, configuration, "filtered by a carrier as spam"},
    {30008, passing, "an error that the carrier did not explain"},
    {30009, passing, "a part of the text was lost"},
    {30017, passing, "the carrier is congested"},
    {30022, passing, "the registered rate is exceeded"},
    {30023, passing, "the registered daily cap is reached"},
    {30032, configuration, "the toll-free number is not verified"},
    {30034, configuration, "the sending number is not registered with the carriers"},
    {30409, none, "the text can no longer be called off"},
    {30410, passing, "the carrier did not answer: it may or may not have been delivered"},
    {30450, configuration, "blocked: looks like pumping of texts"},
    {32016, passing, "the network did not ring within a minute"},
    {32017, configuration, "the carrier rejects the caller id for its reputation"},
};

}  // namespace

Code code_of(int number) {
  for (const Code& code : codes) {
    if (code.number == number) return code;
  }
  return {number, none, "an error that Courtesy does not know"};
}

}  // namespace courtesy::twilio
