// Stands in for a distant WeChat code2Session: every code is valid. It is preferred to wechat.js where Go is
// installed, because a Node process accepts one connection per event loop turn, and would so slow down any contender that
// opens many.
package main

import (
	"crypto/sha1"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

func code2Session(w http.ResponseWriter, r *http.Request) {
	hash := sha1.Sum([]byte(r.URL.Query().Get("js_code")))
	openid := "o" + base64.RawURLEncoding.EncodeToString(hash[:])
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(w, `{"session_key":"tiihtNczf5v6AKRyjwEUhQ==","openid":"%s"}`, openid)
}

func main() {
	roundTrip, err := strconv.Atoi(os.Getenv("LATENCY_MS"))
	if err != nil {
		log.Fatal(err)
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		log.Fatal(err)
	}
	listener := distance{tcp, time.Duration(roundTrip) * time.Millisecond}
	server := &http.Server{
		Handler:  http.HandlerFunc(code2Session),
		ErrorLog: log.New(io.Discard, "", 0),
	}
	switch os.Getenv("PROTOCOL") {
	case "http":
		err = server.Serve(listener)
	case "https":
		// An empty map disables HTTP/2; nil would not.
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
		err = server.ServeTLS(listener, os.Getenv("TLS_CERT"), os.Getenv("TLS_KEY"))
	case "h2":
		err = server.ServeTLS(listener, os.Getenv("TLS_CERT"), os.Getenv("TLS_KEY"))
	}
	log.Fatal(err)
}
