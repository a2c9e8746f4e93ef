package main

import (
	"net"
	"time"
)

// distance makes every connection of a listener as long as its round trip says: what either side sends arrives half a
// round trip later, and the first of it one round trip more, which is what TCP takes to connect. TLS then pays for its
// own round trips by itself.
type distance struct {
	net.Listener
	roundTrip time.Duration
}

func (d distance) Accept() (net.Conn, error) {
	far, err := d.Listener.Accept()
	if err != nil || d.roundTrip == 0 {
		return far, err
	}
	near, end := net.Pipe()
	connected := time.Now().Add(d.roundTrip)
	go carry(far, end, d.roundTrip/2, connected)
	go carry(end, far, d.roundTrip/2, connected)
	return near, nil
}

type parcel struct {
	bytes []byte
	due   time.Time
}

// carry moves what comes out of one end to the other, each piece after its time on the way.
func carry(from, to net.Conn, delay time.Duration, connected time.Time) {
	onTheWay := make(chan parcel, 64)
	go func() {
		defer to.Close()
		for next := range onTheWay {
			time.Sleep(time.Until(next.due))
			if _, err := to.Write(next.bytes); err != nil {
				from.Close()
				for range onTheWay {
				}
				return
			}
		}
	}()
	defer close(onTheWay)
	for {
		bytes := make([]byte, 4096)
		n, err := from.Read(bytes)
		if err != nil {
			return
		}
		sent := time.Now()
		if sent.Before(connected) {
			sent = connected
		}
		onTheWay <- parcel{bytes[:n], sent.Add(delay)}
	}
}
