// Word sets, and the wordings of a wrong number, start and help in replies: English and Spanish, folded as
// reply_words.h folds. phrases.h has their syntax, stop_patterns.h the wordings of a wish for no more contact.
#pragma once

#include <string_view>

#include "outcome/phrases.h"

namespace courtesy::wordings {

inline constexpr std::string_view polite =
    "please pls plz thanks thank thx ty you u so much very sorry gracias muchas mil favor por porfa porfavor smile lo "
    "siento disculpe disculpen perdon now already hi hello hola sir maam";

inline constexpr WordSet sets[] = {
    {"me", "me us"},
    {"contacting",
     "text texts texting textin txt txts txting message messages messaging msg msgs sms contact contacting call calls "
     "calling email emails emailing mail send sending spam spamming bother bothering bugging harass harassing reminder "
     "robocalls "
     "reminders reminding notification notifications notifying alert alerts pinging"},
    {"messages",
     "text texts txt txts message messages msg msgs sms call calls email emails reminder reminders notification "
     "notifications alert alerts robocalls contact communication communications spam"},
    {"gap",
     "all the these those your this that with any from my sending fucking damn me us please w of automated auto "
     "automatic stupid annoying"},
    {"never", "dont never donot"},
    {"reach",
     "text txt message msg contact call email mail bother spam harass remind write phone ring sms notify ping bug"},
    {"when",
     "before after until till at during while on if late early unless in between today tonight tomorrow instead unless "
     "about"},
    {"day",
     "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lunes "
     "martes miercoles jueves viernes sabado domingo"},
    {"schedule", "schedule calendar book books appointment appt slot agenda calendario cita citas horario"},
    {"waitlist", "waitlist waiting wait espera"},
    {"appointment", "appointment appointments appt appts apt visit booking slot cita citas"},
    {"polite", polite},
    {"ask", "reply option number press text send letter answer choose choice responda respondo opcion numero letra"},
    // Spanish, asking others to do it or not.
    {"manden",
     "manden mande mandes mandar mandarme envien envie envies enviar enviarme escriban escriba escribas escribir "
     "escribirme contacten contacte contactes contactar contactarme molesten moleste molestes molestar molestarme "
     "texteen textee textees textear notifiquen llamen llame llames llamar llamarme hablen hable marquen spameen "
     "recuerden"},
    {"mensajes",
     "mensaje mensajes textos texto recordatorios recordatorio llamadas avisos notificaciones sms correos alertas"},
    {"quiten",
     "quitenme quiteme quitame borrenme borreme borrame saquenme saqueme sacame eliminenme elimineme eliminame "
     "remuevanme remuevame desuscribanme desuscribame desuscribirme retirenme retireme retirame bloqueenme bloqueeme "
     "bloqueame"},
    {"quiten_algo", "quiten quite quita borren borre borra saquen saque eliminen elimine elimina bloqueen bloquee"},
    {"apaguen",
     "apaguen apague apaga apagar desactiven desactive desactiva desactivar silencien silencie silencia silenciar "
     "suspendan suspenda suspende suspender quiten quite quita quitar eliminen elimine elimina eliminar detengan "
     "detenga detener"},
    {"make", "make attend"},
    {"hour", "1 2 3 4 5 6 7 8 9 10 11 12 8am 9am 10am 11am 12pm 1pm 2pm 3pm 4pm 5pm 6pm noon"},
    {"cancelar", "cancelar cancelarla cancele cancelen cancela cancelenla cancelela cancelemos"}};

inline constexpr std::string_view wrong_number[] = {
    "wrong number|person|guy|phone|contact|lady|man|patient|individual|num|no",
    "not the right person|number|phone",
    "this|that isnt ~1 phone|number|cell",
    "this|that is not ~1 phone|number|cell",
    "no longer has|have|uses|use|owns this|that|the number|phone",
    "doesnt|dont have|use|own this|that number|phone",
    "doesnt|dont|no longer live|lives here|there",
    "not your|a patient|client|customer here|there|of|at|$",
    "isnt|is not my|his|her|their|the|ana number|phone|cell right?",
    "not my|his|her|their number|phone|cell",
    "one|nobody ~2 by|with|named|called that|this|the name?",
    "no longer ~3 my|his|her|this number|phone",
    "numero|persona|telefono equivocado|equivocada|incorrecto|incorrecta|equivocados",
    "equivoco|equivocaron|equivocado|equivocada|equivoca|equivocan de numero|persona|telefono",
    "no es mi|su|el numero|telefono",
    "no soy la|esa|esta persona",
    "no soy quien|ese|esa",
    "aqui no vive|hay|esta"};

/// Who had the wrong number themselves tells a story.
inline constexpr std::string_view own_mistake[] = {
    "i|we|had|have called|dialed|dialled|rang|wrote|entered|gave|put|tried|had|have", "me equivoque",
    "this|that isnt|not a|the|my|good|best|working|preferred|main phone|number|cell"};

inline constexpr std::string_view do_not_know_you[] = {"dont|not know who|what|anyone|you",
                                                       "who is|are|tf|the this|you|hell|fuck", "no se quien|quienes",
                                                       "no los|lo|la conozco"};

inline constexpr std::string_view start_alone[] = {
    "start",     "unstop",         "restart",     "resume",   "subscribe", "resubscribe", "opt in",   "optin",
    "opt me in", "opt me back in", "start again", "comenzar", "empezar",   "iniciar",     "reanudar", "reactivar"};

/// Only from a number that has opted out.
inline constexpr std::string_view start_phrases[] = {
    "start|resume|restart|continue|begin the|my|your? "
    "sending|texting|messaging|reminding|reminders|messages|texts|notifications|again",
    "sign me up|back",
    "put|add me back",
    "opt me? back? in",
    "unblock|resubscribe|reactivate me|us|my|this?",
    "want|like|love|wish|need|id to? get|receive|have|start|resume|keep ~3 texts|messages|reminders|notifications|them",
    "want|like|need the|my|your texts|messages|reminders ~2 again|back",
    "quiero|queremos|deseo|quisiera|gustaria volver? a? recibir ~2 @mensajes",
    "volver a recibir",
    "reanuden|reanudar|reactiven ~2 @mensajes"};

inline constexpr std::string_view help_alone[] = {"help",
                                                  "help me",
                                                  "please help",
                                                  "please help me",
                                                  "info",
                                                  "information",
                                                  "more info",
                                                  "more information",
                                                  "need help",
                                                  "i need help",
                                                  "who is this",
                                                  "whos this",
                                                  "who is it",
                                                  "who are you",
                                                  "who dis",
                                                  "who this",
                                                  "who is texting me",
                                                  "whats this",
                                                  "what is this",
                                                  "what is this about",
                                                  "whats this about",
                                                  "what is this for",
                                                  "whats this for",
                                                  "what number can i call",
                                                  "what number do i call",
                                                  "what number should i call",
                                                  "whats your number",
                                                  "what is your number",
                                                  "what is your phone number",
                                                  "whats your phone number",
                                                  "your phone number",
                                                  "phone number",
                                                  "how do i contact you",
                                                  "how can i contact you",
                                                  "how do i reach you",
                                                  "how can i reach you",
                                                  "ayuda",
                                                  "ayudame",
                                                  "ayudenme",
                                                  "informacion",
                                                  "necesito ayuda",
                                                  "mas informacion",
                                                  "quien es",
                                                  "quien eres",
                                                  "quien es usted",
                                                  "quienes son",
                                                  "quien habla",
                                                  "quien escribe",
                                                  "que es esto",
                                                  "de que se trata",
                                                  "de que es esto",
                                                  "a que numero llamo",
                                                  "a que numero puedo llamar",
                                                  "cual es su numero",
                                                  "cual es su telefono"};

}  // namespace courtesy::wordings
