// The compiled half of Asio and Beast (BOOST_ASIO_SEPARATE_COMPILATION): once, so that the other files are quick.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
